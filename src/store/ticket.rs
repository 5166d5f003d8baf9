//! Remediation tickets.

use rusqlite::Row;

use super::reach::in_reached_group;
use super::scope::Scope;
use super::{Conn, Tx};
use crate::domain::matrix::{Reach, role_cell};
use crate::domain::record::Ticket;
use crate::domain::text::key;
use crate::domain::ticket::InvalidReason;
use crate::domain::{Action, Actor, Address, Id, Name, Result, Role};

/// The columns of a ticket; the last says why it is invalid (TICK-1): 0 not at all, 1 nobody, 2 inactive,
/// 3 a role that does not work on tickets, 4 out of reach.
fn select() -> String {
    let idle = Role::ALL.iter().filter(|role| role_cell(**role, Action::TicketEdit, None).reach.is_none());
    let idle: Vec<String> = idle.map(|role| format!("'{role}'")).collect();
    format!(
        "SELECT o.id, o.address, o.title, o.severity, o.state, w.login, o.assignee_id, o.created_at,
        CASE WHEN w.id IS NULL THEN 1
             WHEN w.status = 'inactive' THEN 2
             WHEN w.role IN ({}) THEN 3
             WHEN w.role = 'manager' OR (w.all_assigned = 1 AND w.unit_id IS NULL) THEN 0
             WHEN {} THEN 0
             ELSE 4 END
   FROM tickets o LEFT JOIN users w ON w.id = o.assignee_id",
        idle.join(", "),
        in_reached_group!("w.id", "o.address")
    )
}

fn record(row: &Row<'_>) -> rusqlite::Result<Ticket> {
    let invalid_reason = match row.get(8)? {
        0 => None,
        1 => Some(InvalidReason::NoAssignee),
        2 => Some(InvalidReason::AssigneeInactive),
        3 => Some(InvalidReason::AssigneeRole),
        _ => Some(InvalidReason::OutOfReach),
    };
    Ok(Ticket {
        id: row.get(0)?,
        address: row.get(1)?,
        title: row.get(2)?,
        severity: row.get(3)?,
        state: row.get(4)?,
        assignee: row.get(5)?,
        assignee_id: row.get(6)?,
        created_at: row.get(7)?,
        valid: invalid_reason.is_none(),
        invalid_reason,
    })
}

/// Adds a ticket; gives its id.
pub fn insert(tx: &Tx<'_>, ticket: &Ticket) -> Result<Id> {
    tx.insert(
        "INSERT INTO tickets (address, title, title_key, severity, state, assignee_id, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        (
            ticket.address,
            &ticket.title,
            key(&ticket.title),
            ticket.severity,
            ticket.state,
            ticket.assignee_id,
            ticket.created_at,
        ),
    )
}

/// Writes title, severity, state and assignee.
pub fn update(tx: &Tx<'_>, ticket: &Ticket) -> Result<()> {
    tx.run(
        "UPDATE tickets SET title = ?2, title_key = ?3, severity = ?4, state = ?5, assignee_id = ?6 WHERE id = ?1",
        (ticket.id, &ticket.title, key(&ticket.title), ticket.severity, ticket.state, ticket.assignee_id),
    )?;
    Ok(())
}

/// Reads a ticket.
pub fn find(conn: &Conn, id: Id) -> Result<Ticket> {
    conn.one(&format!("{} WHERE o.id = ?1", select()), [id], record)
}

/// Each ticket within reach, by id.
pub fn list(conn: &Conn, actor: &Actor, reach: Reach, sink: impl FnMut(Ticket) -> Result<()>) -> Result<()> {
    let clause = Scope::of(Action::TicketView).clause(reach);
    conn.each(&format!("{} WHERE {clause} ORDER BY o.id", select()), &[&actor.id, &actor.unit_id()], record, sink)
}

/// The tickets on an address with that title, by id.
pub fn alike(conn: &Conn, address: Address, title: &Name) -> Result<Vec<Id>> {
    let sql = "SELECT id FROM tickets WHERE address = ?1 AND title_key = ?2 ORDER BY id";
    conn.all(sql, (address, title.key()), |row| row.get(0))
}

/// Fills in the titles of all tickets as they are compared.
pub(super) fn fill_title_keys(tx: &Tx<'_>) -> Result<()> {
    let titles =
        tx.all("SELECT id, title FROM tickets", [], |row| Ok((row.get::<_, Id>(0)?, row.get::<_, String>(1)?)))?;
    for (id, title) in titles {
        tx.run("UPDATE tickets SET title_key = ?2 WHERE id = ?1", (id, key(&title)))?;
    }
    Ok(())
}

/// The tickets assigned to a user, by id.
pub fn of_assignee(conn: &Conn, user: Id) -> Result<Vec<Ticket>> {
    conn.all(&format!("{} WHERE o.assignee_id = ?1 ORDER BY o.id", select()), [user], record)
}

/// Deletes a ticket.
pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.run("DELETE FROM tickets WHERE id = ?1", [id])?;
    Ok(())
}
