//! Password hashes.

use super::{Conn, Tx};
use crate::domain::{Id, Result, Time};

/// The PHC string of a user, if it has a password.
pub fn find(conn: &Conn, user: Id) -> Result<Option<String>> {
    conn.maybe("SELECT phc FROM passwords WHERE user_id = ?1", [user], |row| row.get(0))
}

/// Sets the password.
pub fn upsert(tx: &Tx<'_>, user: Id, phc: &str, at: Time) -> Result<()> {
    tx.run(
        "INSERT INTO passwords (user_id, phc, set_at) VALUES (?1, ?2, ?3)
         ON CONFLICT (user_id) DO UPDATE SET phc = excluded.phc, set_at = excluded.set_at",
        (user, phc, at),
    )?;
    Ok(())
}

/// Removes the password.
pub fn delete(tx: &Tx<'_>, user: Id) -> Result<()> {
    tx.run("DELETE FROM passwords WHERE user_id = ?1", [user])?;
    Ok(())
}
