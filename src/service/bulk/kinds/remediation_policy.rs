//! Remediation policies (POL-1).

use crate::domain::sheet::Row;
use crate::domain::sheet::column::{SheetColumn, text};
use crate::domain::text::key;
use crate::domain::{Action, Error, Given, Id, ObjectKind, ObjectRef, Result};
use crate::service::bulk::BulkKind;
use crate::service::bulk::draft::Draft;
use crate::service::bulk::export::row_of;
use crate::service::bulk::form::{RowForm, Sink, Taken, names};
use crate::service::bulk::intake::Intake;
use crate::service::bulk::settled::Consequences;
use crate::service::listing::Request;
use crate::service::remediation_policy::{self as policy, PolicyBody, PolicyDraft};
use crate::service::{Op, WriteOp};
use crate::store;

/// Remediation policies as rows.
pub const FORM: RowForm = RowForm {
    object: ObjectKind::RemediationPolicy,
    add: Action::RemediationPolicyAdd,
    edit: Action::RemediationPolicyEdit,
    others: &[],
    columns: COLUMNS,
    references: &[names("unit", ObjectKind::Bu)],
    take_in,
    present: |op, policy| row_of(COLUMNS, &store::remediation_policy::find(op.conn, policy.id)?),
    export,
    conclude: None,
};

const COLUMNS: &[SheetColumn] = &[
    text("name", "Lisbon findings").naming(),
    text("unit", ""),
    text("assignee", "user-running-scan"),
    text("comments", ""),
];

impl Draft for PolicyDraft {
    type Body = PolicyBody;
    const ADD: Action = Action::RemediationPolicyAdd;
    const KIND: BulkKind = BulkKind::RemediationPolicies;

    fn add(&self, op: &mut WriteOp<'_>) -> Result<PolicyBody> {
        policy::add(op, self)
    }

    fn settled(op: &Op<'_>, id: Id, _: Consequences) -> Result<PolicyBody> {
        Ok(PolicyBody { remediation_policy: policy::show(op, &format!("id:{id}"))? })
    }
}

fn take_in(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let mut cells = intake.cells(&FORM, row);
    let draft = PolicyDraft::read(&mut cells);
    let (name, draft) = cells.finish_named(draft.clone(), ("name", &draft.name))?;
    intake.settle_named(
        row,
        &FORM,
        name.as_str(),
        |intake| Ok(intake.step(Action::RemediationPolicyAdd, |op| policy::add(op, &draft))?.remediation_policy.id),
        |intake, object| edit(intake, draft.clone(), object),
    )
}

fn edit(intake: &mut Intake<'_, '_>, mut draft: PolicyDraft, object: &ObjectRef) -> Result<()> {
    let before = store::remediation_policy::find(intake.op.conn, object.id)?;
    let unit = draft.unit.as_ref().said();
    if unit.is_some_and(|unit| unit.map(String::as_str).map(key) != before.unit.as_deref().map(key)) {
        return Err(Error::conflict("POL-1", format!("the policy `{}` stays in its unit", before.name))
            .hint("leave the unit out, or delete the policy and add it again"));
    }
    // Who is named already is not asked about again: it may have moved since.
    if draft.assignee.clone().or_empty().is_some_and(|login| key(&login) == key(&before.assignee)) {
        draft.assignee = Given::Unsaid;
    }
    // A row never renames.
    draft.name = Given::Unsaid;
    intake.step(Action::RemediationPolicyEdit, |op| policy::edit(op, &object.name, &draft)).map(drop)
}

fn export(op: &Op<'_>, sink: Sink<'_>) -> Result<()> {
    policy::list(op, &Request::default(), &mut |policy| sink(row_of(COLUMNS, &policy)?))
}
