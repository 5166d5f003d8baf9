//! The asset groups in which addresses lie: those of one are looked up by the blocks around it; for many, all ranges are read once.

use super::columns::{List, named};
use super::engine::Param;
use super::{Conn, Tx};
use crate::domain::record::Asset;
use crate::domain::{Address, AddressRange, Id, Named, Result};

/// How many assets are looked up one by one before all ranges are read.
const FEW: usize = 8;

/// Asks something about the ranges `r` around an address, which is `?1`.
fn around<T>(address: Address, ask: impl FnOnce(&str, &[&dyn Param]) -> Result<T>) -> Result<T> {
    let mut values = vec![address.value()?.into_owned()];
    for block in address.blocks() {
        values.push(block.value()?.into_owned());
    }
    let places: Vec<String> = (2..=values.len()).map(|place| format!("?{place}")).collect();
    let params: Vec<&dyn Param> = values.iter().map(|value| value as &dyn Param).collect();
    ask(&format!("r.block IN ({}) AND r.first <= ?1 AND r.last >= ?1", places.join(", ")), &params)
}

/// The names of the asset groups in which an address lies, by name.
pub fn names(conn: &Conn, address: Address) -> Result<Vec<String>> {
    around(address, |condition, params| {
        let sql = format!(
            "SELECT string_agg(g.name, '\u{1f}' ORDER BY g.name_key) FROM asset_group_ranges r JOIN asset_groups g ON g.id = r.group_id WHERE {condition}"
        );
        conn.one(&sql, params, |row| row.get::<List>(0)).map(|list| list.0)
    })
}

/// The asset groups in which an address lies, by name.
pub fn all(conn: &Conn, address: Address) -> Result<Vec<Named>> {
    around(address, |condition, params| {
        let sql = format!(
            "SELECT g.id, g.name FROM asset_group_ranges r JOIN asset_groups g ON g.id = r.group_id WHERE {condition} ORDER BY g.name_key"
        );
        conn.all(&sql, params, named)
    })
}

/// The same for many assets, in whatever order they come: what each costs does not grow with the groups.
pub struct GroupNames<'c> {
    conn: &'c Conn,
    /// How many more are looked up one by one.
    left: usize,
    map: Option<RangeMap>,
}

impl<'c> GroupNames<'c> {
    /// For so many assets; nobody knows: for any number of them.
    pub fn new(conn: &'c Conn, most: Option<usize>) -> Self {
        Self { conn, left: most.unwrap_or(FEW), map: None }
    }

    /// The asset with its groups.
    pub fn fill(&mut self, mut asset: Asset) -> Result<Asset> {
        asset.asset_groups = match self.left.checked_sub(1) {
            Some(left) => {
                self.left = left;
                names(self.conn, asset.address)?
            }
            None => {
                let map = match &mut self.map {
                    Some(map) => map,
                    empty => empty.insert(RangeMap::read(self.conn)?),
                };
                map.names(asset.address)
            }
        };
        Ok(asset)
    }
}

/// Fills the ranges of schema 9, each with its block.
pub(super) fn fill_blocks(tx: &Tx<'_>) -> Result<()> {
    let ranges =
        tx.all("SELECT group_id, first, last FROM asset_group_ranges", [], |row| row.read::<(Id, Address, Address)>())?;
    for (group, first, last) in ranges {
        if let Some(range) = AddressRange::new(first, last) {
            let sql = "INSERT INTO asset_group_ranges_9 (group_id, first, last, block) VALUES (?1, ?2, ?3, ?4)";
            tx.later(sql, (group, first, last, range.block()))?;
        }
    }
    Ok(())
}

/// The line of addresses cut where ranges begin and end, with the groups of each piece.
struct RangeMap {
    /// The names of groups, by name.
    names: Vec<String>,
    /// The first address of each piece, rising, with the places of its groups among the names.
    pieces: Vec<(Address, Vec<usize>)>,
}

impl RangeMap {
    fn read(conn: &Conn) -> Result<Self> {
        let names: Vec<(i64, String)> =
            conn.all("SELECT id, name FROM asset_groups ORDER BY name_key", [], |row| row.read())?;
        let places: std::collections::HashMap<i64, usize> =
            names.iter().enumerate().map(|(place, (id, _))| (*id, place)).collect();
        let sql = "SELECT group_id, first, last FROM asset_group_ranges";
        let mut edges: Vec<(Address, bool, usize)> = Vec::new();
        conn.each(
            sql,
            &[],
            |row| row.read::<(i64, Address, Address)>(),
            |(group, first, last)| {
                if let Some(place) = places.get(&group) {
                    edges.push((first, true, *place));
                    edges.extend(last.next().map(|next| (next, false, *place)));
                }
                Ok(())
            },
        )?;
        edges.sort_unstable();
        let names = names.into_iter().map(|(_, name)| name).collect();
        Ok(Self { names, pieces: pieces(&edges) })
    }

    fn names(&self, address: Address) -> Vec<String> {
        let after = self.pieces.partition_point(|(first, _)| *first <= address);
        let piece = after.checked_sub(1).and_then(|at| self.pieces.get(at));
        let groups =
            piece.filter(|(first, _)| first.ip().is_ipv4() == address.ip().is_ipv4()).map(|(_, groups)| groups);
        groups.into_iter().flatten().filter_map(|place| self.names.get(*place)).cloned().collect()
    }
}

/// The pieces between edges; of those at one address, ends come before beginnings.
fn pieces(edges: &[(Address, bool, usize)]) -> Vec<(Address, Vec<usize>)> {
    let mut pieces: Vec<(Address, Vec<usize>)> = Vec::new();
    let mut open: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    for (address, begins, place) in edges {
        let count = open.entry(*place).or_default();
        *count = if *begins { *count + 1 } else { count.saturating_sub(1) };
        if *count == 0 {
            open.remove(place);
        }
        let groups = open.keys().copied().collect();
        match pieces.last_mut() {
            Some((at, last)) if at == address => *last = groups,
            _ => pieces.push((*address, groups)),
        }
    }
    pieces
}
