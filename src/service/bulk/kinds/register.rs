//! The registers of the organisation (ORG-1).

use crate::domain::sheet::column::{SheetColumn, json, list, text};
use crate::domain::{Given, Id, ObjectKind, Result};
use crate::service::bulk::BulkKind;
use crate::service::bulk::draft::Draft;
use crate::service::bulk::export::row_of;
use crate::service::bulk::form::{Reference, RowForm, names};
use crate::service::bulk::settled::Consequences;
use crate::service::listing::Request;
use crate::service::register::kinds::{
    EngineBody, EngineDraft, IntegrationBody, IntegrationDraft, RequirementBody, RequirementDraft, RuleBody, RuleDraft,
};
use crate::service::register::{self, Register, RegisterDraft};
use crate::service::{Op, WriteOp};
use crate::{domain, store};

const DESCRIPTION: SheetColumn = text("description", "");
const STATE: SheetColumn = text("state", "active").lasting();

/// The rows of a register: how they are taken in as single verbs would, and written.
macro_rules! rows {
    ($FORM:ident, $Record:ident, $Draft:ident, $Body:ident, $Kind:ident, $module:ident, [$($column:expr),* $(,)?], $references:expr,
     $lost:expr) => {
        pub const $FORM: RowForm = RowForm {
            object: ObjectKind::$Record,
            add: <domain::record::$Record as Register>::ADD,
            edit: <domain::record::$Record as Register>::EDIT,
            others: &[],
            columns: &[$($column),*],
            references: $references,
            take_in: |intake, row| {
                let mut cells = intake.cells(&$FORM, row);
                let draft = $Draft::read(&mut cells);
                let (name, draft) = cells.finish_named(draft.clone(), ("name", &draft.common.name))?;
                intake.settle_named(
                    row,
                    &$FORM,
                    name.as_str(),
                    |intake| Ok(intake.step($FORM.add, |op| register::add::<domain::record::$Record>(op, &draft))?.id),
                    |intake, object| {
                        let lost: fn(&$Draft, &domain::record::$Record) -> Vec<String> = $lost;
                        let lost = lost(&draft, &store::register::$module::find(intake.op.conn, object.id)?);
                        // A row never renames.
                        let common = RegisterDraft { name: Given::Unsaid, ..draft.common.clone() };
                        #[allow(clippy::needless_update)]
                        let draft = $Draft { common, ..draft.clone() };
                        intake.step($FORM.edit, |op| register::edit::<domain::record::$Record>(op, &object.name, &draft))?;
                        intake.note_loss(name.as_str(), "rules", lost);
                        Ok(())
                    },
                )
            },
            present: |op, object| row_of($FORM.columns, &store::register::$module::find(op.conn, object.id)?),
            export: |op, sink| {
                register::list::<domain::record::$Record>(op, &Request::default(), &mut |one| sink(row_of($FORM.columns, &one)?))
            },
            conclude: None,
        };

        impl Draft for $Draft {
            type Body = $Body;
            const ADD: crate::domain::Action = <domain::record::$Record as Register>::ADD;
            const KIND: BulkKind = BulkKind::$Kind;

            fn add(&self, op: &mut WriteOp<'_>) -> Result<$Body> {
                register::add::<domain::record::$Record>(op, self).map($Body::from)
            }

            fn settled(op: &Op<'_>, id: Id, _: Consequences) -> Result<$Body> {
                store::register::$module::find(op.conn, id).map($Body::from)
            }
        }
    };
}

const RULES: &[Reference] = &[names("rules", ObjectKind::Rule)];

rows!(
    ENGINES,
    Engine,
    EngineDraft,
    EngineBody,
    Engines,
    engine,
    [text("name", "Deep scan").naming(), DESCRIPTION, STATE, json("content", r#"{"depth":"full"}"#)],
    &[],
    |_, _| Vec::new()
);
rows!(
    RULES_FORM,
    Rule,
    RuleDraft,
    RuleBody,
    Rules,
    rule,
    [text("name", "No TLS 1.0").naming(), DESCRIPTION, STATE, json("content", r#"{"ports":[443]}"#)],
    &[],
    |_, _| Vec::new()
);
rows!(
    REQUIREMENTS,
    Requirement,
    RequirementDraft,
    RequirementBody,
    Requirements,
    requirement,
    [text("name", "Encrypted").naming(), DESCRIPTION, STATE, list("rules", ""), json("content", "")],
    RULES,
    |draft, before| draft.rules.changes(&before.rules).1
);
rows!(
    INTEGRATIONS,
    Integration,
    IntegrationDraft,
    IntegrationBody,
    Integrations,
    integration,
    [
        text("name", "Chat").naming(),
        DESCRIPTION,
        STATE,
        text("kind", "chat"),
        text("address", "https://chat.acme.example"),
        json("content", ""),
    ],
    &[],
    |_, _| Vec::new()
);
