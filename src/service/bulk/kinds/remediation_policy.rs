//! Remediation policies (POL-1).

use crate::domain::sheet::Row;
use crate::domain::sheet::column::{SheetColumn, text};
use crate::domain::text::key;
use crate::domain::{Action, Error, Given, Line, Name, ObjectKind, ObjectRef, Result};
use crate::service::bulk::export::row_of;
use crate::service::bulk::form::{RowForm, Sink, Taken, names};
use crate::service::bulk::intake::Intake;
use crate::service::{Op, remediation_policy as policy};
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

fn take_in(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let mut cells = intake.cells(&FORM, row);
    let name = cells.need("name", str::parse::<Name>);
    let unit = cells.given("unit", |text| Ok(text.trim().to_owned())).said();
    let assignee = cells.given("assignee", |text| Ok(text.trim().to_owned())).or_empty();
    let comments = cells.word("comments");
    let name = cells.finish(name)?;
    intake.settle_named(
        row,
        &FORM,
        name.as_str(),
        |intake| {
            let (name, unit) = (name.clone(), unit.clone().flatten());
            let request = policy::Request { name, unit, assignee: assignee.clone(), comments: comments.clone() };
            let added = intake.step(Action::RemediationPolicyAdd, |op| policy::add(op, &request))?;
            Ok(added.remediation_policy.id)
        },
        |intake, object| edit(intake, (unit.as_ref(), assignee.clone(), comments.clone()), object),
    )
}

fn edit(
    intake: &mut Intake<'_, '_>,
    (unit, assignee, comments): (Option<&Option<String>>, Option<String>, Given<Line>),
    object: &ObjectRef,
) -> Result<()> {
    let before = store::remediation_policy::find(intake.op.conn, object.id)?;
    if unit.is_some_and(|unit| unit.as_deref().map(key) != before.unit.as_deref().map(key)) {
        return Err(Error::conflict("POL-1", format!("the policy `{}` stays in its unit", before.name))
            .hint("leave the unit out, or delete the policy and add it again"));
    }
    // Who is named already is not asked about again: it may have moved since.
    let assignee = assignee.filter(|login| key(login) != key(&before.assignee));
    let request = policy::Edit { policy: object.name.clone(), name: None, assignee, comments };
    intake.step(Action::RemediationPolicyEdit, |op| policy::edit(op, &request)).map(drop)
}

fn export(op: &Op<'_>, sink: Sink<'_>) -> Result<()> {
    policy::list(op, &mut |policy| sink(row_of(COLUMNS, &policy)?))
}
