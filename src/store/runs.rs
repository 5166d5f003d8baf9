//! Questions about many objects at once: their ids are asked for in runs, by as few statements as there are sizes of runs.

use std::collections::HashMap;

use super::Conn;
use super::engine::{FromCell, Param, Row};
use crate::domain::{Id, Result};

/// As many ids stand in one statement.
const LONGEST: usize = 256;

/// Hands on each row of a query that has `{ids}` where the ids stand.
pub fn each_of<T>(
    conn: &Conn,
    ids: &[Id],
    sql: &str,
    row: impl Fn(&Row<'_>) -> Result<T>,
    mut sink: impl FnMut(T) -> Result<()>,
) -> Result<()> {
    for run in ids.chunks(LONGEST) {
        conn.each(&filled(sql, run.len()), &padded(run), &row, &mut sink)?;
    }
    Ok(())
}

/// A statement with places for a run of that length, rounded up so that few of them are ever prepared.
fn filled(sql: &str, length: usize) -> String {
    let places: Vec<String> = (1..=length.next_power_of_two()).map(|place| format!("?{place}")).collect();
    sql.replace("{ids}", &places.join(", "))
}

/// The ids of a run, the last of them as often as it takes to fill the places.
fn padded(run: &[Id]) -> Vec<&dyn Param> {
    let mut params: Vec<&dyn Param> = run.iter().map(|id| id as &dyn Param).collect();
    if let Some(last) = params.last().copied() {
        params.resize(run.len().next_power_of_two(), last);
    }
    params
}

/// All rows of it.
pub fn all_of<T>(conn: &Conn, ids: &[Id], sql: &str, row: impl Fn(&Row<'_>) -> Result<T>) -> Result<Vec<T>> {
    let mut found = Vec::new();
    each_of(conn, ids, sql, row, |one| {
        found.push(one);
        Ok(())
    })?;
    Ok(found)
}

/// What each of them has several of: rows of pairs `id, thing`.
pub fn gathered<T: FromCell>(conn: &Conn, ids: &[Id], sql: &str) -> Result<HashMap<Id, Vec<T>>> {
    let mut found: HashMap<Id, Vec<T>> = HashMap::new();
    each_of(
        conn,
        ids,
        sql,
        |row| Ok((row.get(0)?, row.get(1)?)),
        |(id, thing): (Id, T)| {
            found.entry(id).or_default().push(thing);
            Ok(())
        },
    )?;
    Ok(found)
}
