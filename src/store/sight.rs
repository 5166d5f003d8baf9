//! Which assets a user reaches by asset group or sees by tag scope.

use rusqlite::Row;

use super::Conn;
use super::scope::{ASSET_IN_SCOPE, REACHED_ADDRESS};
use crate::domain::{Actor, Address, Result};

/// How far a user sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// Every asset.
    Everything,
    /// What its asset groups reach, and what its tag scope covers.
    Some {
        /// Whether it sees what its asset groups reach.
        by_group: bool,
        /// Whether it sees what its tag scope covers.
        by_tag: bool,
    },
}

/// An asset in sight; with neither group nor tag it has no tag at all.
#[derive(Debug)]
pub struct Seen {
    /// The address.
    pub address: Address,
    /// The name.
    pub name: String,
    /// The first group that reaches it.
    pub group: Option<String>,
    /// The first tag in scope that it bears.
    pub tag: Option<String>,
}

/// Each asset in sight, by address.
pub fn assets(conn: &Conn, actor: &Actor, sight: Sight, sink: impl FnMut(Seen) -> Result<()>) -> Result<()> {
    let sql = match sight {
        Sight::Everything => "SELECT o.address, o.name, NULL, NULL FROM assets o ORDER BY o.address".to_owned(),
        Sight::Some { by_group: false, by_tag: false } => return Ok(()),
        Sight::Some { by_group, by_tag } => {
            let clauses = [(by_group, REACHED_ADDRESS), (by_tag, ASSET_IN_SCOPE)];
            let chosen: Vec<&str> = clauses.iter().filter(|(chosen, _)| *chosen).map(|(_, clause)| *clause).collect();
            let group = if by_group { REACHING_GROUP } else { "NULL" };
            let tag = if by_tag { COVERED_TAG } else { "NULL" };
            format!(
                "SELECT o.address, o.name, {group}, {tag} FROM assets o WHERE {} ORDER BY o.address",
                chosen.join(" OR ")
            )
        }
    };
    conn.each(&sql, &[&actor.id], seen, sink)
}

fn seen(row: &Row<'_>) -> rusqlite::Result<Seen> {
    let address: Address = row.get(0)?;
    let name: Option<String> = row.get(1)?;
    Ok(Seen { address, name: name.unwrap_or_else(|| address.to_string()), group: row.get(2)?, tag: row.get(3)? })
}

const REACHING_GROUP: &str = "COALESCE(
    (SELECT g.name FROM group_reach r JOIN asset_groups g ON g.id = r.group_id WHERE r.user_id = ?1
        AND o.address <= (SELECT x.last FROM asset_group_ranges x WHERE x.group_id = r.group_id AND x.first <= o.address ORDER BY x.first DESC LIMIT 1)
      ORDER BY g.name_key LIMIT 1),
    (SELECT 'All' FROM users w WHERE w.id = ?1 AND w.all_assigned = 1 AND w.unit_id IS NULL))";
const COVERED_TAG: &str = concat!(
    "(SELECT t.name FROM asset_tags x JOIN tags t ON t.id = x.tag_id WHERE x.asset_id = o.id AND x.tag_id IN ",
    super::scope::covered!(),
    " ORDER BY t.name_key LIMIT 1)"
);
