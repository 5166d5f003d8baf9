//! What was changed between two moments: which objects, by which operations.

use std::collections::{BTreeMap, BTreeSet};

use super::changes::RowChange;
use super::key::{Key, objects_of};
use super::past::Moment;
use super::tables::Kept;
use crate::domain::touch::Touch;
use crate::domain::{Id, ObjectKind, Result};
use crate::store::Conn;
use crate::store::engine::Row;

/// The operations that changed each object.
pub type Changed = BTreeMap<(ObjectKind, Id), BTreeSet<Id>>;

/// Each object that was changed after one moment, up to another.
pub fn changed(conn: &Conn, from: Moment, to: Moment) -> Result<Changed> {
    let mut changed = Changed::new();
    each_row(conn, from, to, |table, key, operation| {
        if !table.is_made_only() && !table.is_derived {
            for object in objects_of(table, key) {
                changed.entry(object).or_default().insert(operation);
            }
        }
    })?;
    Ok(changed)
}

/// What each operation touched that decides about access.
pub fn touched(conn: &Conn, from: Moment, to: Moment) -> Result<BTreeMap<Id, Vec<Touch>>> {
    let mut touched: BTreeMap<Id, Vec<Touch>> = BTreeMap::new();
    each_row(conn, from, to, |table, key, operation| {
        let change = RowChange { table, key: key.clone(), before: None, after: None };
        let touches = touched.entry(operation).or_default();
        for touch in super::noting::touches(&change) {
            if !touches.contains(&touch) {
                touches.push(touch);
            }
        }
    })?;
    Ok(touched)
}

/// Users that were made, or are gone.
pub fn users(changed: &Changed) -> impl Iterator<Item = (Id, &BTreeSet<Id>)> {
    changed.iter().filter(|((kind, _), _)| *kind == ObjectKind::User).map(|((_, id), operations)| (*id, operations))
}

fn each_row(conn: &Conn, from: Moment, to: Moment, mut sink: impl FnMut(&'static Kept, &Key, Id)) -> Result<()> {
    let operations = conn.all(
        "SELECT id, last_change FROM operations WHERE id > ?1 AND id <= ?2 AND last_change >= first_change ORDER BY id",
        (from.operation, to.operation),
        |row| row.read::<(Id, Id)>(),
    )?;
    let mut operations = operations.into_iter().peekable();
    let rows = "SELECT id, table_id, key1, key2 FROM history WHERE id > ?1 AND id <= ?2 ORDER BY id";
    let row = |row: &Row<'_>| row.read::<(Id, i64, Id, String)>();
    conn.each(rows, &[&from.change, &to.change], row, |(change, number, first, second)| {
        while operations.next_if(|(_, last)| *last < change).is_some() {}
        let operation = operations.peek().map_or(0, |(id, _)| *id);
        if let Some(table) = Kept::of(number) {
            sink(table, &Key { table: number, first, second }, operation);
        }
        Ok(())
    })?;
    let made = conn.all(
        "SELECT table_id, first_id, last_id, operation_id FROM history_made WHERE operation_id > ?1 AND operation_id <= ?2",
        (from.operation, to.operation),
        |row| row.read::<(i64, Id, Id, Id)>(),
    )?;
    for (number, first, last, operation) in made {
        let Some(table) = Kept::of(number) else { continue };
        for id in first..=last {
            sink(table, &Key { table: number, first: id, second: String::new() }, operation);
        }
    }
    Ok(())
}
