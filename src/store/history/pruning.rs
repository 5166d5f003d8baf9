//! Forgetting what is older than it is kept for (OP-7).

use super::operation;
use crate::domain::{Id, Result, Time};
use crate::store::{Conn, Tx};

/// Forgets every operation that was done before a time; gives how many there were, and since when the past is kept now.
pub fn prune(tx: &Tx<'_>, before: Time) -> Result<(i64, Option<Time>)> {
    let last: Option<(Id, Id)> = tx.maybe(
        "SELECT id, last_change FROM operations
          WHERE id < COALESCE((SELECT n.id FROM operations n WHERE n.at >= ?1 ORDER BY n.id LIMIT 1), 9223372036854775807)
          ORDER BY id DESC LIMIT 1",
        [before],
        |row| row.read(),
    )?;
    let Some((last, change)) = last else { return Ok((0, None)) };
    tx.later("DELETE FROM history WHERE id <= ?1", [change])?;
    tx.later("DELETE FROM history_made WHERE operation_id <= ?1", [last])?;
    tx.later("DELETE FROM operations_undone WHERE operation_id <= ?1", [last])?;
    let gone = tx.run("DELETE FROM operations WHERE id <= ?1", [last])?;
    Ok((i64::try_from(gone).unwrap_or(i64::MAX), operation::oldest(tx)?.map(|(_, at)| at)))
}

/// How much is kept.
pub struct Kept {
    pub operation_count: i64,
    /// Changes of rows.
    pub change_count: i64,
    pub since: Option<Time>,
}

/// How much of the past is kept.
pub fn kept(conn: &Conn) -> Result<Kept> {
    let number = |sql: &str| conn.one(sql, [], |row| row.get::<i64>(0));
    Ok(Kept {
        operation_count: number("SELECT count(*) FROM operations")?,
        change_count: number("SELECT count(*) FROM history")?,
        since: operation::oldest(conn)?.map(|(_, at)| at),
    })
}
