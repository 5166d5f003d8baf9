//! The asset groups in which an object lies.

use super::Conn;
use super::columns::named;
use crate::domain::{Id, Named, ObjectKind, Result};

/// The groups that hold the object, by name; `None` for objects of a kind that lies in no groups. Of one user: those that it
/// reaches as well (AG-2).
pub fn groups(conn: &Conn, kind: ObjectKind, object: Id, reached_by: Option<Id>) -> Result<Option<Vec<Named>>> {
    let Some(holds) = condition(kind) else { return Ok(None) };
    let sql = format!(
        "SELECT g.id, g.name FROM asset_groups g WHERE {holds}
            AND (?2 IS NULL OR EXISTS (SELECT 1 FROM group_reach w WHERE w.user_id = ?2 AND w.group_id = g.id)) ORDER BY g.name_key"
    );
    conn.all(&sql, (object, reached_by), named).map(Some)
}

/// Whether `g`, a row of `asset_groups`, holds the object `?1`.
fn condition(kind: ObjectKind) -> Option<String> {
    let linked = |table: &str, column: &str| {
        format!("EXISTS (SELECT 1 FROM {table} x WHERE x.group_id = g.id AND x.{column} = ?1)")
    };
    let at_address = |table: &str| {
        format!(
            "(SELECT a.address FROM {table} a WHERE a.id = ?1) <= (SELECT r.last FROM asset_group_ranges r WHERE r.group_id = g.id
                AND r.first <= (SELECT a.address FROM {table} a WHERE a.id = ?1) ORDER BY r.first DESC LIMIT 1)"
        )
    };
    match kind {
        ObjectKind::AssetGroup => Some("g.id = ?1".to_owned()),
        ObjectKind::Asset => Some(at_address("assets")),
        ObjectKind::Ticket => Some(at_address("tickets")),
        ObjectKind::Domain => Some(linked("asset_group_domains", "domain_id")),
        ObjectKind::Appliance => Some(linked("asset_group_appliances", "appliance_id")),
        ObjectKind::Scan => Some(linked("scan_targets", "scan_id")),
        _ => None,
    }
}
