//! Finding objects by what people type: a name, or an id.

use std::collections::HashSet;

use super::columns::named;
use super::engine::Params;
use super::scope::{Scope, table};
use super::{Conn, Tx};
use crate::domain::matrix::Reach;
use crate::domain::{Action, Actor, Error, Id, Name, Named, ObjectKind, ObjectRef, Result};

/// Every object of that name; several only for assets and configurations.
pub fn by_key(conn: &Conn, kind: ObjectKind, key: &str) -> Result<Vec<Named>> {
    let Some((table, name, column)) = table(kind) else { return Ok(Vec::new()) };
    conn.all(&format!("SELECT o.id, {name} FROM {table} o WHERE {column} = ?1 ORDER BY o.id"), [key], named)
}

/// Each name of a kind with the form in which it is compared, of kinds that store one.
pub fn keys(conn: &Conn, kind: ObjectKind, mut sink: impl FnMut(String, String) -> Result<()>) -> Result<()> {
    let Some((table, name, column)) = table(kind).filter(|(.., column)| column.ends_with("name_key")) else {
        return Ok(());
    };
    let sql = format!("SELECT {name}, {column} FROM {table} o WHERE {column} IS NOT NULL ORDER BY o.id");
    conn.each(&sql, &[], |row| Ok((row.get(0)?, row.get(1)?)), |(name, key)| sink(name, key))
}

/// Gives an object another name.
///
/// # Errors
/// `internal` for a kind whose objects store none.
pub fn rename(tx: &Tx<'_>, kind: ObjectKind, id: Id, name: &Name) -> Result<()> {
    let stored = table(kind).filter(|(.., column)| column.ends_with("name_key"));
    let (table, ..) = stored.ok_or_else(|| Error::internal("a thing without a name cannot be renamed"))?;
    tx.later(&format!("UPDATE {table} SET name = ?2, name_key = ?3 WHERE id = ?1"), (id, name, name.key()))?;
    Ok(())
}

/// The highest id that an object of a kind has; 0 if there is none.
pub fn newest(conn: &Conn, kind: ObjectKind) -> Result<Id> {
    let Some((table, ..)) = table(kind) else { return Ok(0) };
    conn.one(&format!("SELECT COALESCE(max(id), 0) FROM {table}"), [], |row| row.get(0))
}

pub fn by_id(conn: &Conn, kind: ObjectKind, id: Id) -> Result<Option<Named>> {
    let Some((table, name, _)) = table(kind) else { return Ok(None) };
    conn.maybe(&format!("SELECT o.id, COALESCE({name}, '') FROM {table} o WHERE o.id = ?1"), [id], named)
}

/// The objects of a kind, `o`, that fit a condition, by id.
pub fn those(conn: &Conn, kind: ObjectKind, condition: &str, params: impl Params) -> Result<Vec<ObjectRef>> {
    let Some((table, name, _)) = table(kind) else { return Ok(Vec::new()) };
    let found =
        conn.all(&format!("SELECT o.id, {name} FROM {table} o WHERE {condition} ORDER BY o.id"), params, named)?;
    Ok(found.into_iter().map(|one| ObjectRef::new(kind, one.id, one.name)).collect())
}

/// The names of every object of the kind within reach.
pub fn within(conn: &Conn, kind: ObjectKind, action: Action, reach: Reach, actor: &Actor) -> Result<HashSet<String>> {
    let Some((table, name, _)) = table(kind) else { return Ok(HashSet::new()) };
    let clause = Scope::of(action).clause(reach);
    let sql = format!("SELECT {name} FROM {table} o WHERE {clause}");
    let mut names = HashSet::new();
    let keep = |name: Option<String>| {
        names.extend(name);
        Ok(())
    };
    conn.each(&sql, &[&actor.id, &actor.unit_id()], |row| row.get(0), keep)?;
    Ok(names)
}
