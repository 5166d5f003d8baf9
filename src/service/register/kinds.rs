//! What each register has of its own.

use schemars::JsonSchema;
use serde::Serialize;

use super::entry::{Common, Register, RegisterDraft};
use crate::domain::given::Members;
use crate::domain::matrix::Reach;
use crate::domain::record::{Engine, Integration, Requirement, Rule};
use crate::domain::register::{RegisterState, refuse_credentials};
use crate::domain::{Action, Actor, Id, Line, Name, ObjectKind, Result};
use crate::service::WriteOp;
use crate::service::draft::draft;
use crate::service::listing::Sink;
use crate::store::listing::Selection;
use crate::store::{self, Conn, Tx};

draft! {
    /// What is said of an engine.
    EngineDraft { }
    with common: RegisterDraft { }
}

draft! {
    /// What is said of a rule.
    RuleDraft { }
    with common: RegisterDraft { }
}

draft! {
    /// What is said of a requirement.
    RequirementDraft {
        /// The rules that show it.
        rules: Members = members,
    }
    with common: RegisterDraft { }
}

draft! {
    /// What is said of an integration.
    IntegrationDraft {
        /// What it is.
        kind: Line = word,
        /// Where it is.
        address: Line = word,
    }
    with common: RegisterDraft { }
}

/// What is the same in all registers.
macro_rules! register {
    ($Record:ident, $Body:ident, $Draft:ty, $module:ident, $view:ident $add:ident $edit:ident $delete:ident, $force:ident,
     $said:expr, { $($own:ident: $empty:expr),* } $($rest:tt)*) => {
        #[doc = concat!("One entry of the register, as `", stringify!($module), "`.")]
        #[derive(Debug, Serialize, JsonSchema)]
        pub struct $Body {
            #[doc = "The entry as it is now."]
            pub $module: $Record,
        }

        impl From<$Record> for $Body {
            fn from($module: $Record) -> Self {
                Self { $module }
            }
        }

        impl Register for $Record {
            const KIND: ObjectKind = ObjectKind::$Record;
            const VIEW: Action = Action::$view;
            const ADD: Action = Action::$add;
            const EDIT: Action = Action::$edit;
            const DELETE: Action = Action::$delete;
            const FORCE: Action = Action::$force;
            type Draft = $Draft;

            fn named(name: &Name) -> Self {
                let (state, name) = (RegisterState::Active, name.to_string());
                Self { id: 0, name, description: None, state, content: None, $($own: $empty),* }
            }

            fn common(&mut self) -> Common<'_> {
                let Self { name, description, state, content, .. } = self;
                Common { name, description, state, content }
            }

            fn said(draft: &$Draft) -> &RegisterDraft {
                let said: fn(&$Draft) -> &RegisterDraft = $said;
                said(draft)
            }

            fn find(conn: &Conn, id: Id) -> Result<Self> {
                store::register::$module::find(conn, id)
            }

            fn insert(tx: &Tx<'_>, one: &Self) -> Result<Id> {
                store::register::$module::insert(tx, one)
            }

            fn update(tx: &Tx<'_>, one: &Self) -> Result<()> {
                store::register::$module::update(tx, one)
            }

            fn remove(tx: &Tx<'_>, id: Id) -> Result<()> {
                store::register::$module::delete(tx, id)
            }

            fn each(
                conn: &Conn,
                actor: &Actor,
                reach: Reach,
                selection: &Selection,
                sink: Sink<'_, Self>,
            ) -> Result<()> {
                store::register::$module::list(conn, actor, reach, selection, sink)
            }

            $($rest)*
        }
    };
}

register!(
    Engine, EngineBody, EngineDraft, engine, EngineView EngineAdd EngineEdit EngineDelete,
    ProjectProfileEdit, |draft| &draft.common, {}
);
register!(
    Rule, RuleBody, RuleDraft, rule, RuleView RuleAdd RuleEdit RuleDelete,
    ProjectProfileEdit, |draft| &draft.common, {}
);
register!(
    Requirement, RequirementBody, RequirementDraft, requirement, RequirementView RequirementAdd RequirementEdit RequirementDelete,
    ProjectProfileEdit, |draft| &draft.common, { rules: Vec::new() }

    fn settle_beside(op: &WriteOp<'_>, id: Id, before: &Self, draft: &RequirementDraft) -> Result<()> {
        let (added, removed) = draft.rules.changes(&before.rules);
        let find = |names: &[String]| op.find_all(ObjectKind::Rule, names).map_err(|error| error.about("rules"));
        for rule in find(&added)? {
            store::register::requirement::add_rule(op.tx(), id, rule.id)?;
        }
        for rule in find(&removed)? {
            store::register::requirement::remove_rule(op.tx(), id, rule.id)?;
        }
        Ok(())
    }
);
register!(
    Integration, IntegrationBody, IntegrationDraft, integration, IntegrationView IntegrationAdd IntegrationEdit IntegrationDelete,
    ProjectIntegrate, |draft| &draft.common, { kind: None, address: None }

    fn lay_over(&mut self, draft: &IntegrationDraft) -> Result<()> {
        draft.kind.write(&mut self.kind);
        draft.address.write(&mut self.address);
        self.address
            .iter()
            .try_for_each(|address| refuse_credentials(address, "ORG-1"))
            .map_err(|error| error.about("address"))
    }
);
