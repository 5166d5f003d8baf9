//! The one subscription of a file.

use super::{Conn, Tx};
use crate::domain::{Id, Named, Result, Time};

/// The subscription as stored (SUB-1).
pub struct Subscription {
    /// Its random id.
    pub id: String,
    /// The organisation's name.
    pub name: String,
    /// When it was founded.
    pub created_at: Time,
    pub primary_contact: Named,
}

/// Founds it.
pub fn insert(tx: &Tx<'_>, id: &str, name: &str, at: Time, primary_contact: Id) -> Result<()> {
    tx.may_unseat();
    tx.later(
        "INSERT INTO subscriptions (only_one, id, name, created_at, primary_contact_id) VALUES (1, ?1, ?2, ?3, ?4)",
        (id, name, at, primary_contact),
    )?;
    Ok(())
}

/// Reads it.
pub fn find(conn: &Conn) -> Result<Subscription> {
    conn.one(
        "SELECT s.id, s.name, s.created_at, s.primary_contact_id, u.login
           FROM subscriptions s JOIN users u ON u.id = s.primary_contact_id",
        [],
        |row| {
            let (id, name, created_at, contact, login) = row.read()?;
            Ok(Subscription { id, name, created_at, primary_contact: Named { id: contact, name: login } })
        },
    )
}

/// Whether it has been founded: not so before the first operation (TIME-1).
pub fn is_there(conn: &Conn) -> Result<bool> {
    conn.exists("SELECT 1 FROM subscriptions", [])
}

/// Its id alone.
pub fn id(conn: &Conn) -> Result<String> {
    conn.one("SELECT id FROM subscriptions", [], |row| row.get(0))
}

pub fn rename(tx: &Tx<'_>, name: &str) -> Result<()> {
    tx.later("UPDATE subscriptions SET name = ?1", [name])?;
    Ok(())
}

/// Gives it another primary contact (CONT-1).
pub fn set_primary_contact(tx: &Tx<'_>, user: Id) -> Result<()> {
    tx.may_unseat();
    tx.later("UPDATE subscriptions SET primary_contact_id = ?1", [user])?;
    Ok(())
}
