//! Rules: checks (ORG-1).

use crate::domain::matrix::Reach;
use crate::domain::record::Rule;
use crate::domain::register::RegisterState;
use crate::domain::{Action, Actor, Id, ObjectKind, Result};
use crate::store::listing::Selection;
use crate::store::listing::column::{self as key, Column, Listed};
use crate::store::mapping::mapping;
use crate::store::scope::Scope;
use crate::store::{Conn, Tx};

mapping! {
    Rule in "rules" from "rules o";
    keyed { name }
    stored { description, state }
    json { content }
}

impl Listed for Rule {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::Rule);
    const COLUMNS: &'static [Column] = &[
        key::id("o.id"),
        key::name("name", "o.name_key").indexed(),
        key::text("description", "o.description").describing(),
        key::word("state", RegisterState::WORDS, "o.state"),
        key::parts("content"),
    ];
}

/// Adds one; gives its id.
pub fn insert(tx: &Tx<'_>, one: &Rule) -> Result<Id> {
    insert_row(tx, one)
}

/// Writes every field of its own row.
pub fn update(tx: &Tx<'_>, one: &Rule) -> Result<()> {
    update_row(tx, one)
}

/// Reads one.
pub fn find(conn: &Conn, id: Id) -> Result<Rule> {
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)
}

/// Each one within reach, by name.
pub fn list(
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    selection: &Selection,
    sink: impl FnMut(Rule) -> Result<()>,
) -> Result<()> {
    let clause = Scope::of(Action::RuleView).clause(reach);
    let list = STATEMENTS.list::<Rule>(clause, &["o.name_key"]);
    list.each(conn, &[&actor.id, &actor.unit_id()], selection, record, sink)
}

pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.later("DELETE FROM rules WHERE id = ?1", [id])?;
    Ok(())
}
