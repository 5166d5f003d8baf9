//! One-time links (PASS-6).

use super::{Conn, Tx};
use crate::domain::link::{LinkEnd, LinkKind};
use crate::domain::{Id, Result, Time};

/// Ended links are kept this long, so that whoever uses one is told why it is dead; in seconds.
const KEPT: i64 = 90 * 86_400;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its row.
    pub id: Id,
    /// Whose it is.
    pub user: Id,
    pub kind: LinkKind,
    /// Until when it works.
    pub expires_at: Time,
    /// Why it no longer does.
    pub ended: Option<LinkEnd>,
}

/// Forgets the links of a user that ended long ago.
pub fn forget_old(tx: &Tx<'_>, user: Id, now: Time) -> Result<()> {
    tx.later(
        "DELETE FROM links WHERE user_id = ?1 AND created_at < ?2 AND (ended IS NOT NULL OR expires_at < ?2)",
        (user, now.0 - KEPT),
    )
}

/// Makes a link.
pub fn insert(tx: &Tx<'_>, token_hash: &[u8], user: Id, kind: LinkKind, now: Time, expires_at: Time) -> Result<Id> {
    tx.insert(
        "INSERT INTO links (token_hash, user_id, kind, created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        (token_hash, user, kind, now, expires_at),
    )
}

/// Ends all open links of a user; tells how many there were.
pub fn end_all(tx: &Tx<'_>, user: Id, end: LinkEnd) -> Result<usize> {
    tx.run("UPDATE links SET ended = ?2 WHERE user_id = ?1 AND ended IS NULL", (user, end))
}

/// Ends every open link; tells how many there were.
pub fn end_everything(tx: &Tx<'_>, end: LinkEnd) -> Result<usize> {
    tx.run("UPDATE links SET ended = ?1 WHERE ended IS NULL", [end])
}

pub fn end(tx: &Tx<'_>, id: Id, end: LinkEnd) -> Result<()> {
    tx.later("UPDATE links SET ended = ?2 WHERE id = ?1", (id, end))?;
    Ok(())
}

pub fn find(conn: &Conn, token_hash: &[u8]) -> Result<Option<Link>> {
    conn.maybe("SELECT id, user_id, kind, expires_at, ended FROM links WHERE token_hash = ?1", [token_hash], |row| {
        let (id, user, kind, expires_at, ended) = row.read()?;
        Ok(Link { id, user, kind, expires_at, ended })
    })
}
