//! Business units (UNIT-1).

use serde_json::Value;

use crate::domain::record::Unit;
use crate::domain::sheet::Row;
use crate::domain::sheet::column::{SheetColumn, text};
use crate::domain::text::key;
use crate::domain::{Action, Given, Id, Key, ObjectKind, ObjectRef, Result};
use crate::service::bulk::BulkKind;
use crate::service::bulk::draft::Draft;
use crate::service::bulk::export::row_of;
use crate::service::bulk::form::{RowForm, Sink, Taken, names};
use crate::service::bulk::intake::Intake;
use crate::service::bulk::settled::Consequences;
use crate::service::listing::Request;
use crate::service::unit::{self, UnitBody, UnitDraft};
use crate::service::{Op, WriteOp, contact};
use crate::store;

pub const FORM: RowForm = RowForm {
    object: ObjectKind::Bu,
    add: Action::BuAdd,
    edit: Action::BuEdit,
    others: &[Action::BuLimit, Action::ContactSet],
    columns: COLUMNS,
    references: &[names("primary_contact", ObjectKind::User)],
    take_in,
    present: |op, unit| row(op, unit::seen(op, unit.id)?),
    export,
    conclude: None,
};

const COLUMNS: &[SheetColumn] = &[
    text("name", "Iberia").naming(),
    text("division", "Sales"),
    text("location", "Lisbon"),
    text("comments", ""),
    text("primary_contact", "").lasting(),
    text("new_ip_limit", ""),
];

impl Draft for UnitDraft {
    type Body = UnitBody;
    const ADD: Action = Action::BuAdd;
    const KIND: BulkKind = BulkKind::Bus;

    fn add(&self, op: &mut WriteOp<'_>) -> Result<UnitBody> {
        unit::add(op, self)
    }

    fn settled(op: &Op<'_>, id: Id, _: Consequences) -> Result<UnitBody> {
        Ok(UnitBody { unit: unit::show(op, &format!("id:{id}"))? })
    }
}

struct Wish {
    draft: UnitDraft,
    primary_contact: Given<String>,
    new_ip_limit: Given<i64>,
}

fn take_in(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let mut cells = intake.cells(&FORM, row);
    let draft = UnitDraft::read(&mut cells);
    let (primary_contact, new_ip_limit) = (cells.text("primary_contact"), cells.number("new_ip_limit"));
    let (name, draft) = cells.finish_named(draft.clone(), ("name", &draft.name))?;
    let wish = Wish { draft, primary_contact, new_ip_limit };
    intake.settle_named(
        row,
        &FORM,
        name.as_str(),
        |intake| add(intake, &wish),
        |intake, object| edit(intake, &wish, object),
    )
}

fn add(intake: &mut Intake<'_, '_>, wish: &Wish) -> Result<Id> {
    let unit = intake.step(Action::BuAdd, |op| unit::add(op, &wish.draft))?.unit;
    complete(intake, wish, &unit)?;
    Ok(unit.id)
}

fn edit(intake: &mut Intake<'_, '_>, wish: &Wish, object: &ObjectRef) -> Result<()> {
    let mut unit = store::unit::find(intake.op.conn, object.id)?;
    if wish.draft.change(&unit) {
        // A row never renames.
        let draft = UnitDraft { name: Given::Unsaid, ..wish.draft.clone() };
        unit = intake.step(Action::BuEdit, |op| unit::edit(op, &object.name, &draft))?.unit;
    }
    complete(intake, wish, &unit)
}

/// What has verbs of its own: the limit on new addresses, and the primary contact.
fn complete(intake: &mut Intake<'_, '_>, wish: &Wish, unit: &Unit) -> Result<()> {
    if let Some(limit) = wish.new_ip_limit.said().filter(|limit| *limit != unit.new_ip_limit) {
        if intake.op.settings.is_on(Key::AddressesUnitLimits) {
            intake.step_of("new_ip_limit", Action::BuLimit, |op| unit::limit(op, &unit.name, limit))?;
        } else {
            // Nor is it written while it does not count.
            intake.remark("`new_ip_limit` is left out: limits on new addresses are switched off (UNIT-4)");
        }
    }
    // A unit with users always has a contact, so that nothing is ever cleared (UNIT-2).
    let Some(login) = wish.primary_contact.clone().value() else { return Ok(()) };
    let present = store::unit::primary_contact(intake.op.conn, unit.id)?;
    if present.is_none_or(|present| key(&present.name) != key(&login)) {
        intake.step_of("primary_contact", Action::ContactSet, |op| contact::set(op, &login, Some(&unit.name)))?;
    }
    Ok(())
}

fn export(op: &Op<'_>, sink: Sink<'_>) -> Result<()> {
    unit::list(op, &Request::default(), &mut |unit| sink(row(op, unit)?))
}

/// A limit that does not count is not written: it could not be set again (UNIT-4).
fn row(op: &Op<'_>, mut unit: Unit) -> Result<Vec<Value>> {
    unit.new_ip_limit = unit.new_ip_limit.filter(|_| op.settings_asked().is_on(Key::AddressesUnitLimits));
    row_of(COLUMNS, &unit)
}
