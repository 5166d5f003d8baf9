//! What belongs to users who move, of all of them at once.

use std::collections::HashMap;

use super::Conn;
use super::asset_group::{GroupTie, Holder};
use super::columns::List;
use super::runs::{all_of, each_of, gathered};
use crate::domain::asset_group::Origin;
use crate::domain::{Id, Named, Result};

/// The configurations of each of some users, by name.
pub fn configs(conn: &Conn, users: &[Id]) -> Result<HashMap<Id, Vec<Named>>> {
    let sql = "SELECT owner_id, id, name FROM configs WHERE owner_id IN ({ids}) ORDER BY owner_id, name_key, kind";
    let mut found: HashMap<Id, Vec<Named>> = HashMap::new();
    each_of(
        conn,
        users,
        sql,
        |row| row.read(),
        |(owner, id, name): (Id, Id, String)| {
            found.entry(owner).or_default().push(Named { id, name });
            Ok(())
        },
    )?;
    Ok(found)
}

/// The asset groups that are assigned to each of some users.
pub fn assigned(conn: &Conn, users: &[Id]) -> Result<HashMap<Id, Vec<Id>>> {
    let sql = "SELECT user_id, group_id FROM asset_group_users WHERE user_id IN ({ids}) ORDER BY user_id, group_id";
    gathered(conn, users, sql)
}

/// The names of the asset groups that are assigned to each of some users, by name.
pub fn assigned_names(conn: &Conn, users: &[Id]) -> Result<HashMap<Id, Vec<String>>> {
    let sql = "SELECT x.user_id, string_agg(g.name, '\u{1f}' ORDER BY g.name_key)
        FROM asset_group_users x JOIN asset_groups g ON g.id = x.group_id WHERE x.user_id IN ({ids}) GROUP BY x.user_id";
    let names = all_of(conn, users, sql, |row| Ok((row.get(0)?, row.get::<List>(1)?.0)))?;
    Ok(names.into_iter().collect())
}

/// The asset groups that each of some users owns, by name.
pub fn owned(conn: &Conn, users: &[Id]) -> Result<HashMap<Id, Vec<Id>>> {
    gathered(conn, users, "SELECT owner_id, id FROM asset_groups WHERE owner_id IN ({ids}) ORDER BY owner_id, name_key")
}

/// The names and origins of some asset groups.
pub fn groups(conn: &Conn, groups: &[Id]) -> Result<Vec<(Named, Origin)>> {
    all_of(conn, groups, "SELECT id, name, origin FROM asset_groups WHERE id IN ({ids})", |row| {
        let (id, name, origin) = row.read()?;
        Ok((Named { id, name }, origin))
    })
}

/// The units of each of some asset groups.
pub fn units(conn: &Conn, groups: &[Id]) -> Result<HashMap<Id, Vec<Id>>> {
    let sql = "SELECT group_id, unit_id FROM asset_group_units WHERE group_id IN ({ids}) ORDER BY group_id, unit_id";
    gathered(conn, groups, sql)
}

/// Everybody tied to each of some asset groups: its owner, those assigned to it, those who aim a configuration at it; with
/// their units.
pub fn holders(conn: &Conn, groups: &[Id], mut sink: impl FnMut(Id, Holder) -> Result<()>) -> Result<()> {
    let ties = [
        (
            GroupTie::Owner,
            "SELECT g.id, u.id, u.unit_id FROM asset_groups g JOIN users u ON u.id = g.owner_id WHERE g.id IN ({ids})",
        ),
        (
            GroupTie::Assigned,
            "SELECT x.group_id, u.id, u.unit_id FROM asset_group_users x JOIN users u ON u.id = x.user_id WHERE x.group_id IN ({ids})",
        ),
        (
            GroupTie::Target,
            "SELECT t.group_id, u.id, u.unit_id FROM config_targets t JOIN configs c ON c.id = t.config_id
               JOIN users u ON u.id = c.owner_id WHERE t.group_id IN ({ids})",
        ),
    ];
    for (tie, sql) in ties {
        each_of(conn, groups, sql, |row| row.read(), |(group, user, unit)| sink(group, Holder { user, unit, tie }))?;
    }
    Ok(())
}
