//! Whom scan notifications name, of units and of the subscription (CONT-2).

use serde_json::Value;

use crate::domain::sheet::Row;
use crate::domain::sheet::column::{SheetColumn, text};
use crate::domain::{Action, Error, Id, Login, Name, ObjectKind, ObjectRef, Result};
use crate::service::Op;
use crate::service::bulk::form::{RowForm, Sink, Taken, names};
use crate::service::bulk::intake::Intake;
use crate::service::email_contact::{self, Request};
use crate::service::narrow::Names;
use crate::store;
use crate::store::email_contact::EmailContact;
use crate::store::listing::Selection;

pub const FORM: RowForm = RowForm {
    object: ObjectKind::Bu,
    add: Action::ContactEmail,
    edit: Action::ContactEmail,
    others: &[],
    columns: COLUMNS,
    references: &[names("user", ObjectKind::User)],
    take_in,
    present: |op, object| {
        row(op, (object.kind == ObjectKind::Bu).then_some((object.id, &object.name))).map(Option::unwrap_or_default)
    },
    export,
    conclude: None,
};

const COLUMNS: &[SheetColumn] =
    &[text("unit", "APAC").naming(), text("user", ""), text("name", "Scan Desk"), text("address", "desk@acme.example")];

fn take_in(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let mut cells = intake.cells(&FORM, row);
    let (unit, user) = (cells.text("unit").value(), cells.text("user").value());
    let (name, address) = (cells.take("name", str::parse::<Name>), cells.take("address", str::parse::<Login>));
    let request = match (user, name, address) {
        (Some(user), None, None) => Some(Request::User(user)),
        (None, Some(name), Some(address)) => Some(Request::Address(name, address)),
        _ => {
            let error = Error::invalid("an e-mail contact is a user, or a name and an address").rule("CONT-2");
            cells.flaw("user", error.expects("`user` alone, or `name` and `address`"));
            None
        }
    };
    let request = cells.finish(request)?;
    let place = unit.clone().unwrap_or_else(|| "the subscription".to_owned());
    let found = find(intake.op, unit.as_deref());
    let set = |intake: &mut Intake<'_, '_>| {
        intake.step(Action::ContactEmail, |op| email_contact::set(op, unit.as_deref(), &request).map(drop))
    };
    intake.settle(row, &FORM, (&place, found), |intake| set(intake).map(|()| None), |intake, _| set(intake))
}

/// The unit, or the subscription, if somebody is named there.
fn find(op: &Op<'_>, unit: Option<&str>) -> Result<Option<ObjectRef>> {
    let place = match unit {
        Some(unit) => op.find(ObjectKind::Bu, unit)?,
        None => ObjectRef::subscription(store::subscription::find(op.conn)?.name),
    };
    let unit = (place.kind == ObjectKind::Bu).then_some(place.id);
    Ok(store::email_contact::find(op.conn, unit)?.map(|_| place))
}

fn row(op: &Op<'_>, unit: Option<(Id, &String)>) -> Result<Option<Vec<Value>>> {
    let Some(contact) = store::email_contact::find(op.conn, unit.map(|(id, _)| id))? else { return Ok(None) };
    let unit = unit.map_or(Value::Null, |(_, name)| Value::from(name.as_str()));
    Ok(Some(match contact {
        EmailContact::User(user) => {
            let mut login = vec![store::user::find(op.conn, user)?.login];
            Names::of(op).users(&mut login)?;
            vec![unit, login.pop().map_or(Value::Null, Value::from), Value::Null, Value::Null]
        }
        EmailContact::Address { name, address } => vec![unit, Value::Null, name.into(), address.into()],
    }))
}

fn export(op: &Op<'_>, sink: Sink<'_>) -> Result<()> {
    if op.holds_everywhere(Action::ContactEmail)
        && let Some(row) = row(op, None)?
    {
        sink(row)?;
    }
    let mut units = Vec::new();
    store::unit::list(op.conn, &op.actor, op.reach(Action::BuView)?, &Selection::default(), |unit| {
        if op.is_seen_or_counted(Action::BuView, ObjectKind::Bu, unit.id)? {
            units.push((unit.id, unit.name));
        }
        Ok(())
    })?;
    for (id, name) in &units {
        if let Some(row) = row(op, Some((*id, name)))? {
            sink(row)?;
        }
    }
    Ok(())
}
