//! Password hashes.

use super::{Conn, Tx};
use crate::domain::{Id, Result, Time};

/// The most earlier passwords that are ever asked for (PASS-1).
const MOST_REMEMBERED: i64 = 24;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Password {
    /// The hash as a PHC string.
    pub phc: String,
    /// When it was set.
    pub set_at: Time,
}

/// The password of a user, if it has one.
pub fn find(conn: &Conn, user: Id) -> Result<Option<Password>> {
    conn.maybe("SELECT phc, set_at FROM passwords WHERE user_id = ?1", [user], |row| {
        Ok(Password { phc: row.get(0)?, set_at: row.get(1)? })
    })
}

/// The hashes of the present password and of those before it, the newest first, at most so many.
pub fn last(conn: &Conn, user: Id, most: i64) -> Result<Vec<String>> {
    conn.all(
        "SELECT phc FROM (SELECT phc, 1 AS present, set_at FROM passwords WHERE user_id = ?1
                          UNION ALL SELECT phc, 0, set_at FROM password_history WHERE user_id = ?1) known
          ORDER BY present DESC, set_at DESC LIMIT ?2",
        (user, most),
        |row| row.get(0),
    )
}

/// Replaces the hash of the same password by a stronger one; the time at which it was set stays (PASS-3).
pub fn rehash(tx: &Tx<'_>, user: Id, phc: &str) -> Result<()> {
    tx.later("UPDATE passwords SET phc = ?2 WHERE user_id = ?1", (user, phc))?;
    Ok(())
}

/// How many passwords were set at that time or earlier, of users who are not inactive and may let them expire.
pub fn count_set_until(conn: &Conn, until: Time) -> Result<i64> {
    conn.one(
        "SELECT count(*) FROM passwords p JOIN users u ON u.id = p.user_id
          WHERE p.set_at <= ?1 AND u.password_never_expires = 0 AND u.status <> 'inactive'",
        [until],
        |row| row.get(0),
    )
}

/// How many users have a password.
pub fn count(conn: &Conn) -> Result<i64> {
    conn.one("SELECT count(*) FROM passwords", [], |row| row.get(0))
}

/// When the user's password was set, if it may expire.
pub fn expiring_since(conn: &Conn, user: Id) -> Result<Option<Time>> {
    conn.maybe(
        "SELECT p.set_at FROM passwords p JOIN users u ON u.id = p.user_id WHERE p.user_id = ?1 AND u.password_never_expires = 0",
        [user],
        |row| row.get(0),
    )
}

/// Sets the password; the one before is remembered, at a later second than those before it, so that their order is
/// known even if several were set within one.
pub fn upsert(tx: &Tx<'_>, user: Id, phc: &str, at: Time) -> Result<()> {
    tx.later(
        "INSERT INTO password_history (user_id, set_at, phc) SELECT p.user_id,
                CASE WHEN h.latest >= p.set_at THEN h.latest + 1 ELSE p.set_at END, p.phc
           FROM passwords p, (SELECT max(set_at) AS latest FROM password_history WHERE user_id = ?1) h WHERE p.user_id = ?1
         ON CONFLICT (user_id, set_at, phc) DO NOTHING",
        [user],
    )?;
    tx.later(
        "DELETE FROM password_history WHERE user_id = ?1 AND (set_at, phc) NOT IN
            (SELECT set_at, phc FROM password_history WHERE user_id = ?1 ORDER BY set_at DESC LIMIT ?2)",
        (user, MOST_REMEMBERED),
    )?;
    tx.later(
        "INSERT INTO passwords (user_id, phc, set_at) VALUES (?1, ?2, ?3)
         ON CONFLICT (user_id) DO UPDATE SET phc = excluded.phc, set_at = excluded.set_at",
        (user, phc, at),
    )?;
    Ok(())
}

/// Removes the password and every memory of earlier ones.
pub fn delete(tx: &Tx<'_>, user: Id) -> Result<()> {
    tx.later("DELETE FROM password_history WHERE user_id = ?1", [user])?;
    tx.later("DELETE FROM passwords WHERE user_id = ?1", [user])?;
    Ok(())
}
