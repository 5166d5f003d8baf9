//! Whom scan notifications name (CONT-2).

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::mail::Person;
use crate::domain::record::User;
use crate::domain::{Action, Error, Login, Name, ObjectKind, ObjectRef, Placement, Result, Status, Target};
use crate::service::{WriteOp, contact_person};
use crate::store;
use crate::store::email_contact::EmailContact;

/// The e-mail contact after the change.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EmailContactBody {
    /// The unit, or none for the subscription.
    pub unit: Option<String>,
    /// Whom scan notifications name now.
    pub email_contact: Person,
}

/// Whom scan notifications are to name.
#[derive(Debug, Clone)]
pub enum Request {
    User(String),
    Address(Name, Login),
    /// The primary contact, as long as nobody else is set.
    Clear,
}

/// Sets whom scan notifications name, for a unit or the subscription (CONT-2).
///
/// # Errors
/// `conflict` for a deactivated user; `not-permitted` by ROLE-7.
pub fn set(op: &mut WriteOp<'_>, unit: Option<&str>, request: &Request) -> Result<EmailContactBody> {
    let unit = match unit {
        Some(name) => {
            op.require_units()?;
            let unit = op.find(ObjectKind::Bu, name)?;
            op.authorize(Action::ContactEmail, &unit)?;
            Some(unit)
        }
        None => {
            op.authorize_at(Action::ContactEmail, Target::at(Placement::default()), "the subscription")?;
            None
        }
    };
    let contact = match request {
        Request::User(login) => {
            let object = op.find(ObjectKind::User, login)?;
            refuse_inactive(&store::user::find(op.conn, object.id)?, "an e-mail contact")?;
            Some(EmailContact::User(object.id))
        }
        Request::Address(name, address) => {
            Some(EmailContact::Address { name: name.to_string(), address: address.to_string() })
        }
        Request::Clear => None,
    };
    let unit_id = unit.as_ref().map(|unit| unit.id);
    let before = contact_person::in_notifications(op.conn, unit_id)?;
    let differs = store::email_contact::find(op.conn, unit_id)? != contact;
    store::email_contact::set(op.tx(), unit_id, contact.as_ref())?;
    let after = contact_person::in_notifications(op.conn, unit_id)?;
    let (object, place) = match &unit {
        Some(unit) => (unit.clone(), format!("`{}`", unit.name)),
        None => {
            let name = store::subscription::find(op.conn)?.name;
            (ObjectRef::subscription(name), "the subscription".to_owned())
        }
    };
    if differs {
        op.journal.change(&object, "email_contact", before.to_string().into(), after.to_string().into());
        op.journal.unit = unit.as_ref().map(|unit| unit.name.clone());
    }
    op.say("name", "named", format!("{after} in scan notifications of {place}"));
    Ok(EmailContactBody { unit: unit.map(|unit| unit.name), email_contact: after })
}

/// Refuses a deactivated user as a contact of any kind (CONT-1).
pub fn refuse_inactive(user: &User, what: &str) -> Result<()> {
    if user.status == Status::Inactive {
        return Err(Error::conflict("CONT-1", format!("`{}` is inactive and cannot be {what}", user.login))
            .hint("provost user list --filter status=active"));
    }
    Ok(())
}
