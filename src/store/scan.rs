//! Scans, maps and reports that were launched (SCAN-1).

use super::aim::{Hexed, Ids, OPTION_PROFILE, Of, aim};
use super::columns::{List, list_of, with_all};
use super::mapping::mapping;
use super::scope::Scope;
use super::{Conn, Tx};
use crate::domain::ObjectKind;
use crate::domain::matrix::Reach;
use crate::domain::record::{Scan, names_all};
use crate::domain::scan::ScanKind;
use crate::domain::scan::ScanState;
use crate::domain::{Action, Actor, Address, Id, Result, Time};
use crate::store::listing::Selection;
use crate::store::listing::column::{self as key, Column, Listed, Rows};

mapping! {
    Scan in "scans" from "scans o LEFT JOIN users w ON w.id = o.owner_id";
    stored { state }
    first { kind, title, owner_id, schedule_id, due_at, created_at }
    later { finished_at, result }
    read {
        owner = "COALESCE(w.login, o.former_owner, '')",
        schedule = "(SELECT c.name FROM configs c WHERE c.id = o.schedule_id)",
    }
    using {
        all: bool = "o.targets_all",
        addresses: Hexed = Of::Scan.addresses(),
        domains: List = Of::Scan.domains(),
        appliances: List = Of::Scan.appliances(),
        profile: Option<String> = OPTION_PROFILE,
        profile_id: Option<Id> = "o.option_profile_id",
        groups: List = list_of("g.name", "g.name_key", "scan_targets x JOIN asset_groups g ON g.id = x.group_id WHERE x.scan_id = o.id"),
    }
    first_written {
        "targets_all" = |scan| names_all(&scan.targets),
        "former_owner" = former_owner,
        "option_profile_id" = |scan| scan.aim.option_profile_id,
    }
    derived { targets = with_all(groups, all), aim = aim(addresses, domains, appliances, profile, profile_id) }
}

impl Listed for Scan {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::Scan);
    const COLUMNS: &'static [Column] = &[
        key::id("o.id"),
        key::word("kind", ScanKind::WORDS, "o.kind"),
        key::text("title", "o.title").describing(),
        key::kept("owner", "o.owner_id", "w.login_key", "o.former_owner").indexed(),
        key::word("state", ScanState::WORDS, "o.state"),
        key::others("targets", ObjectKind::AssetGroup, AIMED_AT),
        key::ranges("addresses", "x.scan_id", "scan_addresses x", "x.address", "x.address"),
        key::others(
            "domains",
            ObjectKind::Domain,
            key::rows("x.scan_id", "scan_domains x JOIN domains d ON d.id = x.domain_id", "x.domain_id", "d.name_key"),
        ),
        key::others(
            "appliances",
            ObjectKind::Appliance,
            key::rows(
                "x.scan_id",
                "scan_appliances x JOIN appliances a ON a.id = x.appliance_id",
                "x.appliance_id",
                "a.name_key",
            ),
        ),
        key::text("option_profile", OPTION_PROFILE),
        key::text("schedule", "(SELECT c.name FROM configs c WHERE c.id = o.schedule_id)"),
        key::time("created_at", "o.created_at"),
        key::time("finished_at", "o.finished_at"),
        key::text("result", "o.result").describing(),
    ];
}

const AIMED_AT: Rows = key::rows_or_all(
    "o.targets_all",
    "x.scan_id",
    "scan_targets x JOIN asset_groups g ON g.id = x.group_id",
    "x.group_id",
    "g.name_key",
);

/// The login of an owner who is gone.
fn former_owner(scan: &Scan) -> Option<&str> {
    scan.owner_id.is_none().then_some(scan.owner.as_str())
}

/// Queues a scan with what it aims at; gives its id.
pub fn insert(tx: &Tx<'_>, scan: &Scan, groups: &[Id], ids: &Ids) -> Result<Id> {
    let id = insert_row(tx, scan)?;
    for group in groups {
        tx.later("INSERT INTO scan_targets (scan_id, group_id) VALUES (?1, ?2)", (id, group))?;
    }
    super::aim::set(tx, Of::Scan, id, &scan.aim.addresses, ids)?;
    Ok(id)
}

/// The scans of that kind, title and time, by id.
pub fn alike(conn: &Conn, title: &str, kind: ScanKind, at: Time) -> Result<Vec<Id>> {
    let sql = "SELECT id FROM scans WHERE created_at = ?1 AND title = ?2 AND kind = ?3 ORDER BY id";
    conn.all(sql, (at, title, kind), |row| row.get(0))
}

/// Writes state, end and result.
pub fn update(tx: &Tx<'_>, scan: &Scan) -> Result<()> {
    update_row(tx, scan)
}

/// Reads a scan.
pub fn find(conn: &Conn, id: Id) -> Result<Scan> {
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)
}

/// Each scan within reach, newest first.
pub fn list(
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    selection: &Selection,
    sink: impl FnMut(Scan) -> Result<()>,
) -> Result<()> {
    let clause = Scope::of(Action::ScanView).clause(reach);
    let list = STATEMENTS.list::<Scan>(clause, &["o.id DESC"]);
    list.each(conn, &[&actor.id, &actor.unit_id()], selection, record, sink)
}

/// The newest scans within reach, at most so many.
pub fn recent(conn: &Conn, actor: &Actor, reach: Reach, most: i64) -> Result<Vec<Scan>> {
    let clause = Scope::of(Action::ScanView).clause(reach);
    let sql = format!("{} WHERE {clause} AND (?1 > 0 OR ?2 > 0) ORDER BY o.id DESC LIMIT ?3", STATEMENTS.select);
    conn.all(&sql, (actor.id, actor.unit_id(), most), record)
}

/// The titles of a user's scans and maps, newest first.
pub fn titles_of_owner(conn: &Conn, owner: Id) -> Result<Vec<String>> {
    conn.all("SELECT title FROM scans WHERE owner_id = ?1 ORDER BY id DESC", [owner], |row| row.get(0))
}

/// How many scans a user owns.
pub fn count_of_owner(conn: &Conn, owner: Id) -> Result<i64> {
    conn.one("SELECT count(*) FROM scans WHERE owner_id = ?1", [owner], |row| row.get(0))
}

/// The scans with results that may hold one of the hosts (PURGE-1).
pub fn with_results_at(conn: &Conn, hosts: &[Address]) -> Result<Vec<Id>> {
    let sql = "SELECT o.id FROM scans o WHERE o.result IS NOT NULL AND (o.targets_all = 1
          OR EXISTS (SELECT 1 FROM scan_addresses x WHERE x.scan_id = o.id AND x.address = ?1)
          OR EXISTS (SELECT 1 FROM scan_targets t JOIN asset_group_ranges r ON r.group_id = t.group_id
                      WHERE t.scan_id = o.id AND ?1 BETWEEN r.first AND r.last))";
    let mut scans = Vec::new();
    for host in hosts {
        scans.extend(conn.all(sql, [*host], |row| row.get::<Id>(0))?);
    }
    scans.sort_unstable();
    scans.dedup();
    Ok(scans)
}

/// The asset groups that a scan aims at.
pub fn target_ids(conn: &Conn, id: Id) -> Result<Vec<Id>> {
    conn.all("SELECT group_id FROM scan_targets WHERE scan_id = ?1 ORDER BY group_id", [id], |row| row.get(0))
}

/// Takes the result away from a scan; the scan itself stays.
pub fn forget_result(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.later("UPDATE scans SET result = NULL WHERE id = ?1", [id])?;
    Ok(())
}

pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.later("DELETE FROM scans WHERE id = ?1", [id])?;
    Ok(())
}

/// Deletes all scans of a user.
pub fn delete_of_owner(tx: &Tx<'_>, owner: Id) -> Result<()> {
    tx.later("DELETE FROM scans WHERE owner_id = ?1", [owner])?;
    Ok(())
}

/// Cancels what is still queued of a user; tells how many there were.
pub fn cancel_queued(tx: &Tx<'_>, owner: Id) -> Result<i64> {
    let sql = "UPDATE scans SET state = 'cancelled' WHERE owner_id = ?1 AND state = 'queued'";
    Ok(i64::try_from(tx.run(sql, [owner])?).unwrap_or(i64::MAX))
}

/// Takes an owner off its scans: its login stays as text (DEL-2).
pub fn release(tx: &Tx<'_>, owner: Id, login: &str) -> Result<()> {
    tx.later("UPDATE scans SET owner_id = NULL, former_owner = ?2 WHERE owner_id = ?1", (owner, login))?;
    Ok(())
}
