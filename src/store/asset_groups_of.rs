//! The asset groups in which addresses lie: a few are looked up one by one; for more, all ranges are read once.

use super::Conn;
use super::columns::List;
use crate::domain::record::Asset;
use crate::domain::{Address, Result};

/// How many assets are looked up one by one.
const FEW: usize = 8;

/// The names of the asset groups of one address.
const GROUPS: &str = "SELECT string_agg(g.name, '\u{1f}' ORDER BY g.name_key) FROM asset_groups g
    WHERE ?1 <= (SELECT r.last FROM asset_group_ranges r WHERE r.group_id = g.id AND r.first <= ?1 ORDER BY r.first DESC LIMIT 1)";

/// The names of the asset groups in which an address lies, by name.
pub fn of(conn: &Conn, address: Address) -> Result<Vec<String>> {
    conn.one(GROUPS, [address], |row| row.get::<List>(0)).map(|list| list.0)
}

/// The same for many assets, in whatever order they come: what each costs does not grow with the groups.
pub struct GroupNames<'c> {
    conn: &'c Conn,
    looked_up: usize,
    map: Option<RangeMap>,
}

impl<'c> GroupNames<'c> {
    pub const fn new(conn: &'c Conn) -> Self {
        Self { conn, looked_up: 0, map: None }
    }

    /// The asset with its groups.
    pub fn fill(&mut self, mut asset: Asset) -> Result<Asset> {
        self.looked_up += 1;
        asset.asset_groups = if self.looked_up <= FEW {
            of(self.conn, asset.address)?
        } else {
            let map = match &mut self.map {
                Some(map) => map,
                empty => empty.insert(RangeMap::read(self.conn)?),
            };
            map.names(asset.address)
        };
        Ok(asset)
    }
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
