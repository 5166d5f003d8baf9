//! Correlation rules (FIM-9).

use crate::domain::ObjectKind;
use crate::domain::matrix::Reach;
use crate::domain::record::CorrelationRule;
use crate::domain::{Action, Actor, Id, Result};
use crate::store::columns::list_of;
use crate::store::listing::Selection;
use crate::store::listing::column::{self as key, Column, Listed};
use crate::store::mapping::mapping;
use crate::store::scope::Scope;
use crate::store::{Conn, Tx};

mapping! {
    CorrelationRule in "fim_rules" from "fim_rules o LEFT JOIN users w ON w.id = o.creator_id";
    keyed { name }
    stored { description, active, last_event_id }
    renamed { when = "filter" }
    first { creator_id, created_at }
    read {
        creator = "COALESCE(w.login, o.creator)",
        incident_count = "(SELECT count(*) FROM fim_incidents x WHERE x.rule_id = o.id)",
    }
    lists {
        reviewers = list_of("u.login", "u.login_key", "fim_rule_reviewers x JOIN users u ON u.id = x.user_id WHERE x.rule_id = o.id"),
    }
    first_written { "creator" = |rule| &rule.creator }
}

impl Listed for CorrelationRule {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::FimRule);
    const COLUMNS: &'static [Column] = &[
        key::id("o.id"),
        key::name("name", "o.name_key").indexed(),
        key::text("description", "o.description").describing(),
        key::text("when", "o.filter").describing(),
        key::flag("active", "o.active"),
        key::kept("creator", "o.creator_id", "w.login_key", "o.creator"),
        key::others(
            "reviewers",
            ObjectKind::User,
            key::rows("x.rule_id", "fim_rule_reviewers x JOIN users u ON u.id = x.user_id", "x.user_id", "u.login_key"),
        ),
        key::number("incident_count", "(SELECT count(*) FROM fim_incidents y WHERE y.rule_id = o.id)"),
        key::time("created_at", "o.created_at"),
    ];
}

/// Adds a rule without reviewers; gives its id.
pub fn insert(tx: &Tx<'_>, rule: &CorrelationRule) -> Result<Id> {
    insert_row(tx, rule)
}

/// Writes name, description, filter, whether it is active, and how far it has come.
pub fn update(tx: &Tx<'_>, rule: &CorrelationRule) -> Result<()> {
    update_row(tx, rule)
}

/// Reads a rule.
pub fn find(conn: &Conn, id: Id) -> Result<CorrelationRule> {
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)
}

/// Each rule within the reach of an action, by name.
pub fn list(
    conn: &Conn,
    actor: &Actor,
    action: Action,
    reach: Reach,
    selection: &Selection,
    sink: impl FnMut(CorrelationRule) -> Result<()>,
) -> Result<()> {
    let clause = Scope::of(action).clause(reach);
    let list = STATEMENTS.list::<CorrelationRule>(clause, &["o.name_key"]);
    list.each(conn, &[&actor.id, &actor.unit_id()], selection, record, sink)
}

/// Deletes a rule; the incidents it made stay.
pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.later("DELETE FROM fim_rules WHERE id = ?1", [id])?;
    Ok(())
}

/// Sets the event up to which a rule has been evaluated, if it still stands where it stood.
pub fn set_place(tx: &Tx<'_>, id: Id, from: Id, to: Id) -> Result<()> {
    tx.later("UPDATE fim_rules SET last_event_id = ?3 WHERE id = ?1 AND last_event_id = ?2", (id, from, to))
}
