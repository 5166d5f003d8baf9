//! Remediation tickets.

use super::mapping::mapping;
use super::reach::in_reached_group;
use super::runs::all_of;
use super::scope::Scope;
use super::{Conn, Tx};
use crate::domain::ObjectKind;
use crate::domain::matrix::Reach;
use crate::domain::record::Ticket;
use crate::domain::text::key;
use crate::domain::ticket::InvalidReason;
use crate::domain::ticket::TicketState;
use crate::domain::{Action, Actor, Address, Id, Name, Result};
use crate::store::listing::Selection;
use crate::store::listing::column::{self as key, Column, Listed};

/// The roles that do not work on tickets.
macro_rules! idle_roles {
    () => {
        "'user-administrator', 'auditor', 'contact'"
    };
}

/// Why a ticket is invalid (TICK-1): 0 not at all, 1 nobody, 2 inactive, 3 a role that does not work on tickets, 4 out of
/// reach.
macro_rules! invalidity {
    () => {
        concat!(
            "CASE WHEN w.id IS NULL THEN 1
              WHEN w.status = 'inactive' THEN 2
              WHEN w.role IN (",
            idle_roles!(),
            ") THEN 3
              WHEN w.role = 'manager' OR (w.all_assigned = 1 AND w.unit_id IS NULL) THEN 0
              WHEN ",
            in_reached_group!("w.id", "o.address"),
            " THEN 0
              ELSE 4 END"
        )
    };
}

const IS_VALID: &str = concat!("CASE ", invalidity!(), " WHEN 0 THEN 1 ELSE 0 END");
/// Its place among the reasons.
const INVALID_REASON: &str =
    concat!("CASE ", invalidity!(), " WHEN 1 THEN 0 WHEN 2 THEN 1 WHEN 3 THEN 2 WHEN 4 THEN 3 END");

const fn invalid_reason(invalidity: i64) -> Option<InvalidReason> {
    match invalidity {
        0 => None,
        1 => Some(InvalidReason::NoAssignee),
        2 => Some(InvalidReason::AssigneeInactive),
        3 => Some(InvalidReason::AssigneeRole),
        _ => Some(InvalidReason::OutOfReach),
    }
}

mapping! {
    Ticket in "tickets" from "tickets o LEFT JOIN users w ON w.id = o.assignee_id";
    keyed { title }
    stored { severity, state, assignee_id }
    first { address, created_at }
    read { assignee = "w.login" }
    using { why: i64 = invalidity!() }
    derived { valid = why == 0, invalid_reason = invalid_reason(why) }
}

impl Listed for Ticket {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::Ticket);
    const COLUMNS: &'static [Column] = &[
        key::id("o.id"),
        key::address("address", "o.address").indexed(),
        key::name("title", "o.title_key"),
        key::number("severity", "o.severity"),
        key::word("state", TicketState::WORDS, "o.state"),
        key::other("assignee", ObjectKind::User, "o.assignee_id", "w.login_key").indexed(),
        key::flag("valid", IS_VALID),
        key::ranked("invalid_reason", InvalidReason::WORDS, INVALID_REASON),
        key::time("created_at", "o.created_at"),
    ];
}

/// Adds a ticket; gives its id.
pub fn insert(tx: &Tx<'_>, ticket: &Ticket) -> Result<Id> {
    insert_row(tx, ticket)
}

/// Writes title, severity, state and assignee.
pub fn update(tx: &Tx<'_>, ticket: &Ticket) -> Result<()> {
    update_row(tx, ticket)
}

/// Reads a ticket.
pub fn find(conn: &Conn, id: Id) -> Result<Ticket> {
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)
}

/// Each ticket within reach, by id.
pub fn list(
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    selection: &Selection,
    sink: impl FnMut(Ticket) -> Result<()>,
) -> Result<()> {
    let clause = Scope::of(Action::TicketView).clause(reach);
    let list = STATEMENTS.list::<Ticket>(clause, &["o.id"]);
    list.each(conn, &[&actor.id, &actor.unit_id()], selection, record, sink)
}

pub fn alike(conn: &Conn, address: Address, title: &Name) -> Result<Vec<Id>> {
    let sql = "SELECT id FROM tickets WHERE address = ?1 AND title_key = ?2 ORDER BY id";
    conn.all(sql, (address, title.key()), |row| row.get(0))
}

/// Fills in the titles of all tickets as they are compared.
pub(super) fn fill_title_keys(tx: &Tx<'_>) -> Result<Vec<String>> {
    let titles = tx.all("SELECT id, title FROM tickets", [], |row| Ok((row.get::<Id>(0)?, row.get::<String>(1)?)))?;
    for (id, title) in titles {
        tx.later("UPDATE tickets SET title_key = ?2 WHERE id = ?1", (id, key(&title)))?;
    }
    Ok(Vec::new())
}

pub fn address(conn: &Conn, id: Id) -> Result<Address> {
    conn.one("SELECT address FROM tickets WHERE id = ?1", [id], |row| row.get(0))
}

/// The tickets assigned to a user, by id.
pub fn of_assignee(conn: &Conn, user: Id) -> Result<Vec<Ticket>> {
    conn.all(&format!("{} WHERE o.assignee_id = ?1 ORDER BY o.id", STATEMENTS.select), [user], record)
}

/// The tickets of each of some users that are valid, by id.
pub fn valid_of(conn: &Conn, users: &[Id]) -> Result<Vec<(Id, Id)>> {
    let sql = format!(
        "SELECT o.assignee_id, o.id FROM tickets o JOIN users w ON w.id = o.assignee_id WHERE o.assignee_id IN ({{ids}}) AND {IS_VALID} = 1 ORDER BY o.id"
    );
    all_of(conn, users, &sql, |row| row.read())
}

/// The tickets about an address, by id.
pub fn at(conn: &Conn, address: Address) -> Result<Vec<Ticket>> {
    conn.all(&format!("{} WHERE o.address = ?1 ORDER BY o.id", STATEMENTS.select), [address], record)
}

pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.later("DELETE FROM tickets WHERE id = ?1", [id])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Role;
    use crate::domain::matrix::role_cell;

    #[test]
    fn the_idle_roles_are_those_that_the_table_of_rights_says() {
        let idle = Role::ALL.iter().filter(|role| role_cell(**role, Action::TicketEdit, None).reach.is_none());
        assert_eq!(idle.map(|role| format!("'{role}'")).collect::<Vec<_>>().join(", "), idle_roles!());
    }
}
