//! Events: what happened to files (FIM-2, FIM-15).

use rusqlite::{Row, ToSql, params};

use crate::domain::matrix::Reach;
use crate::domain::record::Event;
use crate::domain::{Action, Actor, Id, Result};
use crate::store::columns::List;
use crate::store::scope::Scope;
use crate::store::{Conn, Tx};

macro_rules! columns {
    () => {
        "o.id, o.at, CASE WHEN a.id IS NOT NULL THEN COALESCE(a.name, '') END, o.address, o.path, o.action, o.severity, o.process, o.ignored, o.asset_id"
    };
}
const SELECT: &str = concat!("SELECT ", columns!(), " FROM fim_events o LEFT JOIN assets a ON a.id = o.asset_id");

fn record(row: &Row<'_>) -> rusqlite::Result<Event> {
    let address: crate::domain::Address = row.get(3)?;
    let asset: Option<String> = row.get(2)?;
    Ok(Event {
        id: row.get(0)?,
        at: row.get(1)?,
        asset: asset.map(|name| if name.is_empty() { address.to_string() } else { name }),
        address,
        path: row.get(4)?,
        action: row.get(5)?,
        severity: row.get(6)?,
        process: row.get(7)?,
        ignored: row.get(8)?,
        asset_id: row.get(9)?,
    })
}

/// Adds an event; gives its id.
pub fn insert(tx: &Tx<'_>, event: &Event) -> Result<Id> {
    tx.insert(
        "INSERT INTO fim_events (asset_id, address, at, process, path, action, severity) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![event.asset_id, event.address, event.at, event.process, event.path, event.action, event.severity])
}

/// The same event, if it is there already.
pub fn known(conn: &Conn, event: &Event) -> Result<Option<Id>> {
    let rest = "at = ?2 AND path = ?3 AND action = ?4 AND process IS ?5 AND severity = ?6 ORDER BY id LIMIT 1";
    let (place, which): (&dyn ToSql, &str) = match &event.asset_id {
        Some(asset) => (asset, "asset_id = ?1"),
        None => (&event.address, "asset_id IS NULL AND address = ?1"),
    };
    conn.maybe(
        &format!("SELECT id FROM fim_events WHERE {which} AND {rest}"),
        params![place, event.at, event.path, event.action, event.process, event.severity],
        |row| row.get(0),
    )
}

/// Marks an event as ignored, or takes the mark away.
pub fn set_ignored(tx: &Tx<'_>, id: Id, ignored: bool) -> Result<()> {
    tx.run("UPDATE fim_events SET ignored = ?2 WHERE id = ?1", (id, ignored))?;
    Ok(())
}

/// Reads an event.
pub fn find(conn: &Conn, id: Id) -> Result<Event> {
    conn.one(&format!("{SELECT} WHERE o.id = ?1"), [id], record)
}

/// Each event within reach, newest first.
pub fn list(conn: &Conn, actor: &Actor, reach: Reach, sink: impl FnMut(Event) -> Result<()>) -> Result<()> {
    in_order("o.at DESC, o.id DESC", conn, actor, reach, sink)
}

/// Each event within reach, oldest first.
pub fn list_oldest_first(
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    sink: impl FnMut(Event) -> Result<()>,
) -> Result<()> {
    in_order("o.at, o.id", conn, actor, reach, sink)
}

fn in_order(
    order: &str,
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    sink: impl FnMut(Event) -> Result<()>,
) -> Result<()> {
    let clause = Scope::of(Action::FimEventView).clause(reach);
    let sql = format!("{SELECT} WHERE {clause} ORDER BY {order}");
    conn.each(&sql, &[&actor.id, &actor.unit_id()], record, sink)
}

/// An event with what filters ask about its asset.
#[derive(Debug)]
pub struct Observed {
    /// The event.
    pub event: Event,
    /// The operating system of the asset.
    pub os: Option<String>,
    /// The comparable names of the asset's tags.
    pub tags: Vec<String>,
}

/// Which events are observed, and in which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Observing {
    /// Those newer than the given one that are not ignored, oldest first.
    NewSince(Id),
    /// All, newest first.
    All,
}

/// Each event within reach, with what filters ask about its asset.
pub fn observe(
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    observing: Observing,
    sink: impl FnMut(Observed) -> Result<()>,
) -> Result<()> {
    let clause = Scope::of(Action::FimEventView).clause(reach);
    let (after, rest) = match observing {
        Observing::NewSince(event) => (event, "o.ignored = 0 ORDER BY o.id"),
        Observing::All => (0, "TRUE ORDER BY o.at DESC, o.id DESC"),
    };
    let sql = format!(
        concat!(
            "SELECT ",
            columns!(),
            ", a.os, (SELECT string_agg(t.name_key, '\u{1f}') FROM asset_tags x JOIN tags t ON t.id = x.tag_id WHERE x.asset_id = o.asset_id)
               FROM fim_events o LEFT JOIN assets a ON a.id = o.asset_id
              WHERE o.id > ?3 AND {} AND (?1 > 0 OR ?2 > 0) AND {}"
        ),
        clause, rest
    );
    let row = |row: &Row<'_>| Ok(Observed { event: record(row)?, os: row.get(10)?, tags: row.get::<_, List>(11)?.0 });
    conn.each(&sql, &[&actor.id, &actor.unit_id(), &after], row, sink)
}

/// The newest event; 0 if there is none.
pub fn last_id(conn: &Conn) -> Result<Id> {
    conn.one("SELECT COALESCE(max(id), 0) FROM fim_events", [], |row| row.get(0))
}

/// Each event of an incident, oldest first.
pub fn of_incident(conn: &Conn, incident: Id, sink: impl FnMut(Event) -> Result<()>) -> Result<()> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM fim_incident_events e JOIN fim_events o ON o.id = e.event_id LEFT JOIN assets a ON a.id = o.asset_id
          WHERE e.incident_id = ?1 ORDER BY o.at, o.id"
    );
    conn.each(sql, &[&incident], record, sink)
}
