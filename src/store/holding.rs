//! The asset groups in which an object lies.

use super::columns::named;
use super::{Conn, asset, asset_groups_of, reach, ticket};
use crate::domain::{Id, Named, ObjectKind, Result};

/// The groups that hold the object, by name; `None` for objects of a kind that lies in no groups. Of one user: those that it
/// reaches as well (AG-2).
pub fn groups(conn: &Conn, kind: ObjectKind, object: Id, reached_by: Option<Id>) -> Result<Option<Vec<Named>>> {
    let linked = |table: &str, column: &str| {
        let sql = format!(
            "SELECT g.id, g.name FROM {table} x JOIN asset_groups g ON g.id = x.group_id WHERE x.{column} = ?1 ORDER BY g.name_key"
        );
        conn.all(&sql, [object], named)
    };
    let mut groups = match kind {
        ObjectKind::AssetGroup => conn.all("SELECT id, name FROM asset_groups WHERE id = ?1", [object], named)?,
        ObjectKind::Asset => asset_groups_of::all(conn, asset::address(conn, object)?)?,
        ObjectKind::Ticket => asset_groups_of::all(conn, ticket::address(conn, object)?)?,
        ObjectKind::Domain => linked("asset_group_domains", "domain_id")?,
        ObjectKind::Appliance => linked("asset_group_appliances", "appliance_id")?,
        ObjectKind::Scan => linked("scan_targets", "scan_id")?,
        _ => return Ok(None),
    };
    if let Some(user) = reached_by {
        let mut reached = Vec::new();
        for group in groups {
            if reach::reaches_group(conn, user, Some(group.id))? {
                reached.push(group);
            }
        }
        groups = reached;
    }
    Ok(Some(groups))
}
