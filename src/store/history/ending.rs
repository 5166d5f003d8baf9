//! The end of an operation: what the transaction has written belongs to it.

use super::operation::undone_by;
use super::watch::Watch;
use crate::domain::operation::Undoing;
use crate::domain::{Error, Id, Result};
use crate::store::engine::Session;
use crate::store::log::Written;

/// Ends the transaction's operation: what was written since the one before belongs to it. None if no row that is kept was.
///
/// # Errors
/// `internal` if something was changed that no entry of the log tells of.
pub(in crate::store) fn conclude(session: &Session, watch: &Watch, written: Option<&Written>) -> Result<()> {
    if !watch.has_written() {
        return Ok(());
    }
    let (made, _) = watch.so_far();
    let taken_back = watch.taken_back();
    let Some(written) = written else {
        let newer = "SELECT 1 FROM history WHERE id > COALESCE((SELECT last_change FROM operations ORDER BY id DESC LIMIT 1), 0)";
        return if made.is_empty() && !session.exists(newer, [])? { Ok(()) } else { Err(untold()) };
    };
    let occasion = &written.occasion;
    let operation = occasion.operation.unwrap_or(written.head.0);
    // Among other commands, one that takes something back is a part of them.
    let kind = taken_back.first().map(|(kind, _)| *kind).filter(|_| written.head.0 == operation);
    for (table, (first, last)) in &made {
        session.later(
            "INSERT INTO history_made (table_id, operation_id, first_id, last_id) VALUES (?1, ?2, ?3, ?4)",
            (*table, operation, *first, *last),
        )?;
    }
    session.later(
        "INSERT INTO operations (id, at, user_id, first_change, last_change, kind)
         SELECT ?1, ?2, ?3, f.before + 1, CASE WHEN f.newest > f.before THEN f.newest ELSE f.before END, ?5
           FROM (SELECT COALESCE((SELECT last_change FROM operations ORDER BY id DESC LIMIT 1), 0) AS before,
                        COALESCE((SELECT max(id) FROM history), 0) AS newest) f
          WHERE f.newest > f.before OR ?4 = 1",
        (operation, occasion.at, occasion.user_id, !made.is_empty() || !taken_back.is_empty(), kind),
    )?;
    mark(session, operation, &taken_back)
}

fn untold() -> Error {
    Error::internal("something was changed that no entry of the log tells of").rule("OP-1")
}

/// Marks the operations that were taken back. What one of them had taken back itself is done again, and so on.
fn mark(session: &Session, by: Id, taken_back: &[(Undoing, Id)]) -> Result<()> {
    for (_, operation) in taken_back {
        session.later("INSERT INTO operations_undone (operation_id, undone_id) VALUES (?1, ?2)", (by, *operation))?;
        session.later("UPDATE operations SET undone_by = ?2 WHERE id = ?1", (*operation, by))?;
        let mut open = vec![(*operation, false)];
        while let Some((one, is_in_force)) = open.pop() {
            for undone in undone_by(session, one)? {
                let by = is_in_force.then_some(one);
                session.later("UPDATE operations SET undone_by = ?2 WHERE id = ?1", (undone, by))?;
                open.push((undone, !is_in_force));
            }
        }
    }
    Ok(())
}
