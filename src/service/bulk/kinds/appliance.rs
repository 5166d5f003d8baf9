//! Scanner appliances (ASSET-1).

use crate::domain::sheet::Row;
use crate::domain::sheet::column::{SheetColumn, text};
use crate::domain::text::key;
use crate::domain::{Action, Error, Name, ObjectKind, Result};
use crate::service::bulk::export::row_of;
use crate::service::bulk::form::{RowForm, Sink, Taken, names};
use crate::service::bulk::intake::Intake;
use crate::service::listing::Request;
use crate::service::{Op, appliance};
use crate::store;

pub const FORM: RowForm = RowForm {
    object: ObjectKind::Appliance,
    add: Action::ApplianceAdd,
    edit: Action::ApplianceEdit,
    others: &[],
    columns: COLUMNS,
    references: &[names("owner", ObjectKind::User)],
    take_in,
    present: |op, appliance| row_of(COLUMNS, &appliance::seen(op, appliance.id)?),
    export,
    conclude: None,
};

const COLUMNS: &[SheetColumn] = &[text("name", "scanner-lisbon-1").naming(), text("owner", "").lasting()];

fn take_in(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let mut cells = intake.cells(&FORM, row);
    let name = cells.need("name", str::parse::<Name>);
    let owner = cells.take("owner", |text| Ok(text.trim().to_owned()));
    let name = cells.finish(name)?;
    intake.settle_named(
        row,
        &FORM,
        name.as_str(),
        |intake| {
            let added = intake.step(Action::ApplianceAdd, |op| appliance::add(op, &name, owner.as_deref()))?;
            Ok(added.appliance.id)
        },
        |intake, object| {
            let present = store::appliance::find(intake.op.conn, object.id)?.owner;
            refuse_other_owner(&name, &present, owner.as_deref())
        },
    )
}

/// An appliance belongs to who installed it, until that user goes (DEL-3).
fn refuse_other_owner(name: &Name, present: &str, owner: Option<&str>) -> Result<()> {
    match owner.filter(|owner| key(owner) != key(present)) {
        None => Ok(()),
        Some(owner) => Err(Error::conflict(
            "ASSET-1",
            format!("the appliance `{name}` belongs to `{present}`, and does not change hands to `{owner}`"),
        )
        .code("already-exists")
        .hint("leave the owner out, or delete the appliance and add it again")),
    }
}

fn export(op: &Op<'_>, sink: Sink<'_>) -> Result<()> {
    appliance::list(op, &Request::default(), &mut |appliance| sink(row_of(COLUMNS, &appliance)?))
}
