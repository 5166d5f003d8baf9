//! Which operations had been taken back by some moment (TIME-1).

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Id, Result};
use crate::store::engine::Session;

/// The operations that were taken back at that time by others than now, and by which each.
pub fn undone_otherwise(session: &Session, last: Id) -> Result<BTreeMap<Id, Id>> {
    let sql = "SELECT u.undone_id, u.operation_id, o.undone_by FROM operations_undone u JOIN operations o ON o.id = u.undone_id
                WHERE u.operation_id <= ?1 ORDER BY u.undone_id DESC, u.operation_id DESC";
    let taken_back: Vec<(Id, Id, Option<Id>)> = session.all(sql, [last], |row| row.read())?;
    let (mut seen, mut undone) = (BTreeSet::new(), BTreeSet::new());
    let mut otherwise = BTreeMap::new();
    // What took an operation back is newer, so that it is known by then whether that held.
    for (operation, by, by_now) in taken_back.into_iter().filter(|(operation, ..)| seen.insert(*operation)) {
        if !undone.contains(&by) {
            undone.insert(operation);
            otherwise.extend((by_now != Some(by)).then_some((operation, by)));
        }
    }
    Ok(otherwise)
}
