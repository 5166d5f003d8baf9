//! Whom scan notifications name (CONT-2).

use super::engine::Row;
use super::{Conn, Tx};
use crate::domain::{Id, Result};

/// Whom notifications name instead of the primary contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EmailContact {
    User(Id),
    /// A name and an address.
    Address {
        name: String,
        /// The e-mail address.
        address: String,
    },
}

/// What is set for a unit, or for the subscription.
pub fn find(conn: &Conn, unit: Option<Id>) -> Result<Option<EmailContact>> {
    let row = |row: &Row<'_>| {
        let (user, name, address) = row.read::<(Option<Id>, Option<String>, Option<String>)>()?;
        Ok(match user {
            Some(user) => EmailContact::User(user),
            None => EmailContact::Address { name: name.unwrap_or_default(), address: address.unwrap_or_default() },
        })
    };
    match unit {
        Some(unit) => conn.maybe("SELECT user_id, name, address FROM email_contacts WHERE unit_id = ?1", [unit], row),
        None => conn.maybe("SELECT user_id, name, address FROM email_contacts WHERE unit_id IS NULL", [], row),
    }
}

/// Sets it, or clears it.
pub fn set(tx: &Tx<'_>, unit: Option<Id>, contact: Option<&EmailContact>) -> Result<()> {
    match unit {
        Some(unit) => tx.run("DELETE FROM email_contacts WHERE unit_id = ?1", [unit])?,
        None => tx.run("DELETE FROM email_contacts WHERE unit_id IS NULL", [])?,
    };
    let insert = "INSERT INTO email_contacts (unit_id, user_id, name, address) VALUES (?1, ?2, ?3, ?4)";
    match contact {
        Some(EmailContact::User(user)) => tx.run(insert, (unit, user, None::<&str>, None::<&str>))?,
        Some(EmailContact::Address { name, address }) => tx.run(insert, (unit, None::<Id>, name, address))?,
        None => 0,
    };
    Ok(())
}

/// The units for which a user is named, and whether it is for the subscription: `None` stands for that.
pub fn of_user(conn: &Conn, user: Id) -> Result<Vec<Option<String>>> {
    conn.all(
        "SELECT n.name FROM email_contacts e LEFT JOIN units n ON n.id = e.unit_id WHERE e.user_id = ?1 ORDER BY n.name_key",
        [user],
        |row| row.get(0),
    )
}
