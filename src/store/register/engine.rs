//! Engines: what runs scans (ORG-1).

use crate::domain::matrix::Reach;
use crate::domain::record::Engine;
use crate::domain::register::RegisterState;
use crate::domain::{Action, Actor, Id, ObjectKind, Result};
use crate::store::listing::Selection;
use crate::store::listing::column::{self as key, Column, Listed};
use crate::store::mapping::mapping;
use crate::store::scope::Scope;
use crate::store::{Conn, Tx};

mapping! {
    Engine in "engines" from "engines o";
    keyed { name }
    stored { description, state }
    json { content }
}

impl Listed for Engine {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::Engine);
    const COLUMNS: &'static [Column] = &[
        key::id("o.id"),
        key::name("name", "o.name_key").indexed(),
        key::text("description", "o.description").describing(),
        key::word("state", RegisterState::WORDS, "o.state"),
        key::parts("content"),
    ];
}

/// Adds one; gives its id.
pub fn insert(tx: &Tx<'_>, one: &Engine) -> Result<Id> {
    insert_row(tx, one)
}

/// Writes every field of its own row.
pub fn update(tx: &Tx<'_>, one: &Engine) -> Result<()> {
    update_row(tx, one)
}

/// Reads one.
pub fn find(conn: &Conn, id: Id) -> Result<Engine> {
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)
}

/// Each one within reach, by name.
pub fn list(
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    selection: &Selection,
    sink: impl FnMut(Engine) -> Result<()>,
) -> Result<()> {
    let clause = Scope::of(Action::EngineView).clause(reach);
    let list = STATEMENTS.list::<Engine>(clause, &["o.name_key"]);
    list.each(conn, &[&actor.id, &actor.unit_id()], selection, record, sink)
}

pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.later("DELETE FROM engines WHERE id = ?1", [id])?;
    Ok(())
}
