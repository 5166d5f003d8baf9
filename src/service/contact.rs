//! Primary contacts (CONT-1).

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::domain::mail::Person;
use crate::domain::query::condition::in_filter;
use crate::domain::record::User;
use crate::domain::text::quoted;
use crate::domain::{Action, Error, ObjectKind, ObjectRef, Placement, Result, Role, Target};
use crate::service::{Op, WriteOp, contact_person, email_contact};
use crate::store;
use crate::store::listing::Selection;

/// Whom to turn to.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Contacts {
    /// The primary contact of the subscription.
    pub primary_contact: Contact,
    /// Whom scan notifications name (CONT-2).
    pub email_contact: Person,
    /// The primary contacts of the units, by unit.
    pub units: Vec<UnitContact>,
}

/// A contact as people reach it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Contact {
    /// The login.
    pub login: String,
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// The telephone number.
    pub phone: Option<String>,
}

/// Whom to turn to in a unit.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UnitContact {
    /// The unit.
    pub unit: String,
    /// Its primary contact; nobody while the unit has no users.
    pub primary_contact: Option<Contact>,
    /// Whom scan notifications name (CONT-2).
    pub email_contact: Person,
}

/// The contact after the change.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ContactBody {
    /// The unit, or none for the subscription.
    pub unit: Option<String>,
    /// The new primary contact.
    pub primary_contact: Contact,
    /// The login of the one before.
    pub before: Option<String>,
}

fn contact(user: &User) -> Contact {
    Contact {
        login: user.login.clone(),
        name: user.display_name(),
        email: user.email.clone(),
        phone: user.phone.clone(),
    }
}

/// The contacts of the subscription and of every unit.
pub fn show(op: &Op<'_>) -> Result<Contacts> {
    let of_subscription = store::subscription::find(op.conn)?.primary_contact;
    let primary_contact = contact(&store::user::find(op.conn, of_subscription.id)?);
    let mut found = Vec::new();
    store::unit::list(op.conn, &op.actor, op.reach(Action::ContactView)?, &Selection::default(), |unit| {
        found.push(unit);
        Ok(())
    })?;
    let mut units = Vec::with_capacity(found.len());
    for unit in found {
        let user = unit.primary_contact_id.map(|id| store::user::find(op.conn, id)).transpose()?;
        units.push(UnitContact {
            email_contact: contact_person::in_notifications(op.conn, Some(unit.id))?,
            unit: unit.name,
            primary_contact: user.as_ref().map(contact),
        });
    }
    Ok(Contacts { primary_contact, email_contact: contact_person::in_notifications(op.conn, None)?, units })
}

/// Makes a user the primary contact of a unit, or of the subscription.
///
/// # Errors
/// `conflict` by CONT-1; `not-permitted` by ROLE-7.
pub fn set(op: &mut WriteOp<'_>, login: &str, unit: Option<&str>) -> Result<ContactBody> {
    match unit {
        Some(unit) => set_for_unit(op, login, unit),
        None => set_for_subscription(op, login),
    }
}

fn set_for_subscription(op: &mut WriteOp<'_>, login: &str) -> Result<ContactBody> {
    op.authorize_at(Action::ContactSet, Target::at(Placement::default()), "the subscription")?;
    let object = op.find(ObjectKind::User, login)?;
    let user = store::user::find(op.conn, object.id)?;
    if user.role != Role::Manager {
        return Err(Error::conflict(
            "CONT-1",
            format!(
                "`{}` is {}, and the subscription's primary contact must be a manager",
                user.login,
                user.role.with_article()
            ),
        )
        .hint(format!("provost user role {} manager", user.login)));
    }
    email_contact::refuse_inactive(&user, "a primary contact")?;
    let subscription = store::subscription::find(op.conn)?;
    let before = subscription.primary_contact;
    op.say("make", "made", format!("`{}` the primary contact of the subscription", user.login));
    if before.id != user.id {
        store::subscription::set_primary_contact(op.tx(), user.id)?;
        let object = ObjectRef::subscription(subscription.name);
        op.journal.change(&object, "primary_contact", before.name.as_str().into(), user.login.as_str().into());
    }
    Ok(ContactBody { unit: None, primary_contact: contact(&user), before: Some(before.name) })
}

fn set_for_unit(op: &mut WriteOp<'_>, login: &str, unit: &str) -> Result<ContactBody> {
    op.require_units()?;
    let unit = op.find(ObjectKind::Bu, unit)?;
    op.authorize(Action::ContactSet, &unit)?;
    let object = op.find(ObjectKind::User, login)?;
    let user = store::user::find(op.conn, object.id)?;
    if user.unit_id != Some(unit.id) {
        return Err(Error::conflict("CONT-1", format!("`{}` does not belong to `{}`", user.login, unit.name)).hint(
            format!("see who does: `provost user list --filter {}`", quoted(format!("unit={}", in_filter(&unit.name)))),
        ));
    }
    if user.role != Role::UnitManager {
        return Err(Error::conflict(
            "CONT-1",
            format!(
                "`{}` is {}, and a unit's primary contact must be a unit-manager of it",
                user.login,
                user.role.with_article()
            ),
        )
        .hint(format!("provost user role {} unit-manager", user.login)));
    }
    email_contact::refuse_inactive(&user, "a primary contact")?;
    let before = store::unit::primary_contact(op.conn, unit.id)?;
    op.say("make", "made", format!("`{}` the primary contact of `{}`", user.login, unit.name));
    op.unit_touched(Some(unit.id));
    if before.as_ref().map(|before| before.id) != Some(user.id) {
        store::unit::set_primary_contact(op.tx(), unit.id, Some(user.id))?;
        let old = before.as_ref().map_or(Value::Null, |before| before.name.as_str().into());
        op.journal.change(&unit, "primary_contact", old, user.login.as_str().into());
        op.journal.unit = Some(unit.name.clone());
    }
    Ok(ContactBody { unit: Some(unit.name), primary_contact: contact(&user), before: before.map(|before| before.name) })
}
