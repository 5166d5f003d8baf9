//! Requirements, and the rules that show them (ORG-1).

use crate::domain::matrix::Reach;
use crate::domain::record::Requirement;
use crate::domain::{Action, Actor, Id, Result};
use crate::store::columns::list_of;
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
pub fn list(conn: &Conn, actor: &Actor, reach: Reach, sink: impl FnMut(Requirement) -> Result<()>) -> Result<()> {
    let clause = Scope::of(Action::RequirementView).clause(reach);
    let sql = format!("{} WHERE {clause} ORDER BY o.name_key", STATEMENTS.select);
    conn.each(&sql, &[&actor.id, &actor.unit_id()], record, sink)
}

pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.run("DELETE FROM requirements WHERE id = ?1", [id])?;
    Ok(())
}

/// Names a rule that shows it.
pub fn add_rule(tx: &Tx<'_>, requirement: Id, rule: Id) -> Result<()> {
    let sql = "INSERT INTO requirement_rules (requirement_id, rule_id) VALUES (?1, ?2) ON CONFLICT (requirement_id, rule_id) DO NOTHING";
    tx.run(sql, (requirement, rule))?;
    Ok(())
}

/// Takes a rule away that showed it.
pub fn remove_rule(tx: &Tx<'_>, requirement: Id, rule: Id) -> Result<()> {
    tx.run("DELETE FROM requirement_rules WHERE requirement_id = ?1 AND rule_id = ?2", (requirement, rule))?;
    Ok(())
}
