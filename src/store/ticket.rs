//! Remediation tickets.

use super::mapping::mapping;
use super::reach::in_reached_group;
use super::scope::Scope;
use super::{Conn, Tx};
use crate::domain::matrix::{Reach, role_cell};
use crate::domain::record::Ticket;
use crate::domain::text::key;
use crate::domain::ticket::InvalidReason;
use crate::domain::{Action, Actor, Address, Id, Name, Result, Role};

/// The roles that do not work on tickets, as a list of SQL.
fn idle_roles() -> String {
    let idle = Role::ALL.iter().filter(|role| role_cell(**role, Action::TicketEdit, None).reach.is_none());
    idle.map(|role| format!("'{role}'")).collect::<Vec<_>>().join(", ")
}

/// Why a ticket is invalid (TICK-1): 0 not at all, 1 nobody, 2 inactive, 3 a role that does not work on tickets, 4 out of
/// reach.
fn invalidity() -> String {
    format!(
        "CASE WHEN w.id IS NULL THEN 1
              WHEN w.status = 'inactive' THEN 2
              WHEN w.role IN ({}) THEN 3
              WHEN w.role = 'manager' OR (w.all_assigned = 1 AND w.unit_id IS NULL) THEN 0
              WHEN {} THEN 0
              ELSE 4 END",
        idle_roles(),
        in_reached_group!("w.id", "o.address")
    )
}

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
    using { why: i64 = invalidity() }
    derived { valid = why == 0, invalid_reason = invalid_reason(why) }
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
pub fn list(conn: &Conn, actor: &Actor, reach: Reach, sink: impl FnMut(Ticket) -> Result<()>) -> Result<()> {
    let clause = Scope::of(Action::TicketView).clause(reach);
    conn.each(
        &format!("{} WHERE {clause} ORDER BY o.id", STATEMENTS.select),
        &[&actor.id, &actor.unit_id()],
        record,
        sink,
    )
}

pub fn alike(conn: &Conn, address: Address, title: &Name) -> Result<Vec<Id>> {
    let sql = "SELECT id FROM tickets WHERE address = ?1 AND title_key = ?2 ORDER BY id";
    conn.all(sql, (address, title.key()), |row| row.get(0))
}

/// Fills in the titles of all tickets as they are compared.
pub(super) fn fill_title_keys(tx: &Tx<'_>) -> Result<()> {
    let titles = tx.all("SELECT id, title FROM tickets", [], |row| Ok((row.get::<Id>(0)?, row.get::<String>(1)?)))?;
    for (id, title) in titles {
        tx.run("UPDATE tickets SET title_key = ?2 WHERE id = ?1", (id, key(&title)))?;
    }
    Ok(())
}

/// The tickets assigned to a user, by id.
pub fn of_assignee(conn: &Conn, user: Id) -> Result<Vec<Ticket>> {
    conn.all(&format!("{} WHERE o.assignee_id = ?1 ORDER BY o.id", STATEMENTS.select), [user], record)
}

/// The tickets about an address, by id.
pub fn at(conn: &Conn, address: Address) -> Result<Vec<Ticket>> {
    conn.all(&format!("{} WHERE o.address = ?1 ORDER BY o.id", STATEMENTS.select), [address], record)
}

pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.run("DELETE FROM tickets WHERE id = ?1", [id])?;
    Ok(())
}
