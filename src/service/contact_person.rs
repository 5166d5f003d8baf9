//! Whom people turn to: the primary contact, and whom scan notifications name instead (CONT-2).

use crate::domain::mail::Person;
use crate::domain::record::User;
use crate::domain::{Id, Result, Status};
use crate::store::email_contact::EmailContact;
use crate::store::{self, Conn};

/// Whom a user of that unit turns to: the unit's primary contact, else the subscription's.
pub fn turn_to(conn: &Conn, unit: Option<Id>) -> Result<Person> {
    let user = primary_contact(conn, unit)?;
    Ok(Person { name: user.display_name(), email: user.email })
}

/// The primary contact of the unit, else of the subscription.
pub fn primary_contact(conn: &Conn, unit: Option<Id>) -> Result<User> {
    let of_unit = unit.map(|unit| store::unit::primary_contact(conn, unit)).transpose()?.flatten();
    let contact = match of_unit {
        Some(contact) => contact,
        None => store::subscription::find(conn)?.primary_contact,
    };
    store::user::find(conn, contact.id)
}

/// Whom scan notifications name: whoever is set for the unit, else its primary contact; for the subscription the
/// same (CONT-2). A user who was deactivated since is passed over.
pub fn in_notifications(conn: &Conn, unit: Option<Id>) -> Result<Person> {
    match store::email_contact::find(conn, unit)? {
        Some(EmailContact::Address { name, address }) => return Ok(Person { name, email: address }),
        Some(EmailContact::User(id)) => {
            let user = store::user::find(conn, id)?;
            if user.status != Status::Inactive {
                return Ok(Person { name: user.display_name(), email: user.email });
            }
        }
        None => {}
    }
    match unit {
        Some(id) if store::unit::primary_contact(conn, id)?.is_none() => in_notifications(conn, None),
        unit => turn_to(conn, unit),
    }
}
