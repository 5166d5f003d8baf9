//! Which assets a user reaches by asset group or sees by tag scope.

use rusqlite::Row;

use super::columns::named;
use super::reach;
use super::scope::covered;
use super::{Conn, asset_group};
use crate::domain::record::ALL_GROUP;
use crate::domain::{Actor, Address, AddressSet, Id, Result};

/// An asset in sight.
#[derive(Debug)]
pub struct Seen {
    /// The asset.
    pub id: Id,
    /// The address.
    pub address: Address,
    /// The name.
    pub name: String,
    /// The first tag in scope that it bears; nothing if it has no tag at all, or is not in scope.
    pub tag: Option<String>,
}

/// The asset groups that a user reaches, by name, each with its addresses; `All` alone for who reaches everything.
pub fn groups(conn: &Conn, actor: &Actor) -> Result<Vec<(String, AddressSet)>> {
    if reach::addresses(conn, actor.id)? == AddressSet::everything() {
        return Ok(vec![(ALL_GROUP.to_owned(), AddressSet::everything())]);
    }
    let reached = conn.all(
        "SELECT DISTINCT g.id, g.name FROM group_reach r JOIN asset_groups g ON g.id = r.group_id WHERE r.user_id = ?1 ORDER BY g.name_key",
        [actor.id],
        named,
    )?;
    reached.into_iter().map(|group| Ok((group.name, asset_group::addresses(conn, group.id)?))).collect()
}

/// Each asset of the subscription, by address.
pub fn everything(conn: &Conn, sink: impl FnMut(Seen) -> Result<()>) -> Result<()> {
    conn.each("SELECT o.address, o.name, NULL, TRUE, o.id FROM assets o ORDER BY o.address", &[], seen, sink)
}

/// Each asset in the set, by address.
pub fn within(conn: &Conn, set: &AddressSet, mut sink: impl FnMut(Seen) -> Result<()>) -> Result<()> {
    let sql = "SELECT o.address, o.name, NULL, TRUE, o.id FROM assets o WHERE o.address >= ?1 AND o.address <= ?2 ORDER BY o.address";
    for range in set.ranges() {
        conn.each(sql, &[&range.first(), &range.last()], seen, &mut sink)?;
    }
    Ok(())
}

/// Each asset that the actor's tag scope covers or that lies in the set, by address.
pub fn in_scope_or_within(
    conn: &Conn,
    actor: &Actor,
    set: &AddressSet,
    mut sink: impl FnMut(Seen) -> Result<()>,
) -> Result<()> {
    let everything = if set.is_empty() { "" } else { "OR TRUE" };
    let sql = format!(
        "SELECT o.address, o.name, CASE WHEN o.id IN {COVERED_ASSETS} THEN {COVERED_TAG} END, o.id IN {COVERED_ASSETS} OR {UNTAGGED}, o.id
           FROM assets o WHERE o.id IN {COVERED_ASSETS} OR {UNTAGGED} {everything} ORDER BY o.address"
    );
    // What is in neither is left out before its name is read.
    let row = |row: &Row<'_>| match row.get(3)? || set.contains(row.get(0)?) {
        true => seen(row).map(Some),
        false => Ok(None),
    };
    conn.each(&sql, &[&actor.id], row, |seen| seen.map_or(Ok(()), &mut sink))
}

fn seen(row: &Row<'_>) -> rusqlite::Result<Seen> {
    let address: Address = row.get(0)?;
    let name: Option<String> = row.get(1)?;
    Ok(Seen { id: row.get(4)?, address, name: name.unwrap_or_else(|| address.to_string()), tag: row.get(2)? })
}

/// The assets that the actor's scope covers, looked up from its tags: for going over all assets, this is quicker than
/// looking up the tags of each.
const COVERED_ASSETS: &str = "(SELECT x.asset_id FROM tag_scopes s JOIN tag_closure c ON c.above_id = s.tag_id JOIN asset_tags x ON x.tag_id = c.tag_id
      WHERE s.user_id = ?1)";
const UNTAGGED: &str = "NOT EXISTS (SELECT 1 FROM asset_tags x WHERE x.asset_id = o.id)";
const COVERED_TAG: &str = concat!(
    "(SELECT t.name FROM asset_tags x JOIN tags t ON t.id = x.tag_id WHERE x.asset_id = o.id AND ",
    covered!(),
    " ORDER BY t.name_key LIMIT 1)"
);
