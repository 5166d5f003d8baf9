//! Requirements, and the rules that show them (ORG-1).

use crate::domain::ObjectKind;
use crate::domain::matrix::Reach;
use crate::domain::record::Requirement;
use crate::domain::register::RegisterState;
use crate::domain::{Action, Actor, Id, Result};
use crate::store::columns::list_of;
use crate::store::listing::Selection;
use crate::store::listing::column::{self as key, Column, Listed};
use crate::store::mapping::mapping;
use crate::store::scope::Scope;
use crate::store::{Conn, Tx};

mapping! {
    Requirement in "requirements" from "requirements o";
    keyed { name }
    stored { description, state }
    json { content }
    lists {
        rules = list_of("r.name", "r.name_key", "requirement_rules x JOIN rules r ON r.id = x.rule_id WHERE x.requirement_id = o.id"),
    }
}

impl Listed for Requirement {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::Requirement);
    const COLUMNS: &'static [Column] = &[
        key::id("o.id"),
        key::name("name", "o.name_key").indexed(),
        key::text("description", "o.description").describing(),
        key::word("state", RegisterState::WORDS, "o.state"),
        key::others(
            "rules",
            ObjectKind::Rule,
            key::rows(
                "x.requirement_id",
                "requirement_rules x JOIN rules r ON r.id = x.rule_id",
                "x.rule_id",
                "r.name_key",
            ),
        ),
        key::parts("content"),
    ];
}

/// Adds one; gives its id.
pub fn insert(tx: &Tx<'_>, one: &Requirement) -> Result<Id> {
    insert_row(tx, one)
}

/// Writes every field of its own row.
pub fn update(tx: &Tx<'_>, one: &Requirement) -> Result<()> {
    update_row(tx, one)
}

/// Reads one.
pub fn find(conn: &Conn, id: Id) -> Result<Requirement> {
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)
}

/// Each one within reach, by name.
pub fn list(
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    selection: &Selection,
    sink: impl FnMut(Requirement) -> Result<()>,
) -> Result<()> {
    let clause = Scope::of(Action::RequirementView).clause(reach);
    let list = STATEMENTS.list::<Requirement>(clause, &["o.name_key"]);
    list.each(conn, &[&actor.id, &actor.unit_id()], selection, record, sink)
}

pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.later("DELETE FROM requirements WHERE id = ?1", [id])?;
    Ok(())
}

/// Names a rule that shows it.
pub fn add_rule(tx: &Tx<'_>, requirement: Id, rule: Id) -> Result<()> {
    let sql = "INSERT INTO requirement_rules (requirement_id, rule_id) VALUES (?1, ?2) ON CONFLICT (requirement_id, rule_id) DO NOTHING";
    tx.later(sql, (requirement, rule))?;
    Ok(())
}

/// Takes a rule away that showed it.
pub fn remove_rule(tx: &Tx<'_>, requirement: Id, rule: Id) -> Result<()> {
    tx.later("DELETE FROM requirement_rules WHERE requirement_id = ?1 AND rule_id = ?2", (requirement, rule))?;
    Ok(())
}
