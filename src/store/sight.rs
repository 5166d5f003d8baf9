//! Which assets a user reaches by asset group or sees by tag scope.

use super::columns::named;
use super::engine::Row;
use super::scope::covered;
use super::{Conn, asset_group, reach};
use crate::domain::record::ALL_GROUP;
use crate::domain::{Actor, Address, AddressSet, Id, Result};

/// An asset in sight.
#[derive(Debug)]
pub struct Seen {
    /// The asset.
    pub id: Id,
    pub address: Address,
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
        "SELECT g.id, g.name FROM group_reach r JOIN asset_groups g ON g.id = r.group_id WHERE r.user_id = ?1
          GROUP BY g.id, g.name, g.name_key ORDER BY g.name_key",
        [actor.id],
        named,
    )?;
    reached.into_iter().map(|group| Ok((group.name, asset_group::addresses(conn, group.id)?))).collect()
}

/// Each asset of the subscription, by address.
pub fn everything(conn: &Conn, sink: impl FnMut(Seen) -> Result<()>) -> Result<()> {
    conn.each("SELECT o.id, o.address, TRUE, o.name, NULL FROM assets o ORDER BY o.address", &[], seen, sink)
}

/// Each asset in the set, by address.
pub fn within(conn: &Conn, set: &AddressSet, mut sink: impl FnMut(Seen) -> Result<()>) -> Result<()> {
    let sql = "SELECT o.id, o.address, TRUE, o.name, NULL FROM assets o WHERE o.address >= ?1 AND o.address <= ?2 ORDER BY o.address";
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
        "SELECT o.id, o.address, o.id IN {COVERED_ASSETS} OR {UNTAGGED}, o.name, CASE WHEN o.id IN {COVERED_ASSETS} THEN {COVERED_TAG} END
           FROM assets o WHERE o.id IN {COVERED_ASSETS} OR {UNTAGGED} {everything} ORDER BY o.address"
    );
    let row = |row: &Row<'_>| seen_if(row, |address, in_scope| in_scope || set.contains(address));
    conn.each(&sql, &[&actor.id], row, |seen| seen.map_or(Ok(()), &mut sink))
}

fn seen(row: &Row<'_>) -> Result<Seen> {
    let (id, address, _, name, tag): (_, Address, bool, Option<String>, _) = row.read()?;
    Ok(Seen { id, address, name: name.unwrap_or_else(|| address.to_string()), tag })
}

/// What is in sight neither way is left out before its name is read.
fn seen_if(row: &Row<'_>, wanted: impl Fn(Address, bool) -> bool) -> Result<Option<Seen>> {
    let mut cells = row.cells();
    let (_, address, in_scope) = (cells.take::<Id>()?, cells.take()?, cells.take()?);
    if wanted(address, in_scope) { seen(row).map(Some) } else { Ok(None) }
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
