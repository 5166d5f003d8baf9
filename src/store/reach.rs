//! What users and units reach through asset groups (AG-2).

use std::collections::HashMap;

use super::Conn;
use super::runs::{all_of, each_of};
use crate::domain::asset_group::Reachable;
use crate::domain::{Address, AddressRange, AddressSet, Id, Named, Result};

/// The condition that an address lies in a group which a user reaches (AG-2), for SQL that names both.
macro_rules! in_reached_group {
    ($user:literal, $address:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM group_reach r WHERE r.user_id = ",
            $user,
            " AND ",
            $address,
            " <= ",
            "(SELECT x.last FROM asset_group_ranges x WHERE x.group_id = r.group_id AND x.first <= ",
            $address,
            " ORDER BY x.first DESC LIMIT 1))"
        )
    };
}
pub(super) use in_reached_group;

/// The condition that `u`, a row of `users`, reaches everything of the subscription, in a group or not (AG-2, AG-4).
pub(super) const EVERYTHING: &str = "(u.role IN ('manager', 'auditor') OR (u.all_assigned = 1 AND u.unit_id IS NULL))";

/// Whether the user reaches every address of the subscription, in a group or not.
pub fn reaches_everything(conn: &Conn, user: Id) -> Result<bool> {
    conn.exists(&format!("SELECT 1 FROM users u WHERE u.id = ?1 AND {EVERYTHING}"), [user])
}

/// The addresses a user reaches.
pub fn addresses(conn: &Conn, user: Id) -> Result<AddressSet> {
    addresses_of(conn, user, reaches_everything(conn, user)?)
}

fn addresses_of(conn: &Conn, user: Id, everything: bool) -> Result<AddressSet> {
    if everything {
        return Ok(AddressSet::everything());
    }
    let sql = "SELECT x.first, x.last FROM group_reach r JOIN asset_group_ranges x ON x.group_id = r.group_id WHERE r.user_id = ?1";
    ranges(conn, sql, user)
}

fn ranges(conn: &Conn, sql: &str, id: Id) -> Result<AddressSet> {
    let ranges = conn.all(sql, [id], |row| Ok(AddressRange::new(row.get(0)?, row.get(1)?)))?;
    Ok(ranges.into_iter().flatten().collect())
}

/// Each group with each user who reaches it (AG-2), other than by reaching everything.
pub fn each_reacher(conn: &Conn, mut sink: impl FnMut(Id, Id) -> Result<()>) -> Result<()> {
    let sql = "SELECT DISTINCT r.group_id, r.user_id FROM group_reach r ORDER BY r.group_id, r.user_id";
    conn.each(sql, &[], |row| Ok((row.get(0)?, row.get(1)?)), |(group, user)| sink(group, user))
}

/// The domains a user reaches, by name.
fn domains_of(conn: &Conn, user: Id, everything: bool) -> Result<Vec<String>> {
    let sql = if everything {
        "SELECT name FROM domains WHERE ?1 > 0 ORDER BY name"
    } else {
        "SELECT DISTINCT d.name FROM group_reach r JOIN asset_group_domains x ON x.group_id = r.group_id
           JOIN domains d ON d.id = x.domain_id WHERE r.user_id = ?1 ORDER BY d.name"
    };
    conn.all(sql, [user], |row| row.get(0))
}

/// The appliances a user reaches, by name; those it owns are its own to use.
pub fn appliances(conn: &Conn, user: Id) -> Result<Vec<Named>> {
    appliances_of(conn, user, reaches_everything(conn, user)?)
}

fn appliances_of(conn: &Conn, user: Id, everything: bool) -> Result<Vec<Named>> {
    let sql = if everything {
        "SELECT id, name FROM appliances WHERE ?1 > 0 ORDER BY name"
    } else {
        "SELECT a.id, a.name FROM group_reach r JOIN asset_group_appliances x ON x.group_id = r.group_id
           JOIN appliances a ON a.id = x.appliance_id WHERE r.user_id = ?1
          UNION SELECT id, name FROM appliances WHERE owner_id = ?1 ORDER BY 2"
    };
    conn.all(sql, [user], |row| Ok(Named { id: row.get(0)?, name: row.get(1)? }))
}

/// Everything a user reaches.
pub fn of_user(conn: &Conn, user: Id) -> Result<Reachable> {
    let everything = reaches_everything(conn, user)?;
    Ok(Reachable {
        addresses: addresses_of(conn, user, everything)?,
        domains: domains_of(conn, user, everything)?,
        appliances: appliances_of(conn, user, everything)?.into_iter().map(|one| one.name).collect(),
    })
}

/// Everything in the groups of a unit.
pub fn of_unit(conn: &Conn, unit: Id) -> Result<Reachable> {
    contents(conn, "SELECT l.group_id FROM asset_group_units l WHERE l.unit_id = ?1", unit)
}

/// Everything in one group.
pub fn of_group(conn: &Conn, group: Id) -> Result<Reachable> {
    Ok(of_groups(conn, &[group])?.remove(&group).unwrap_or_default())
}

/// Everything in each of some groups.
pub fn of_groups(conn: &Conn, groups: &[Id]) -> Result<HashMap<Id, Reachable>> {
    let mut ranges: HashMap<Id, Vec<AddressRange>> = HashMap::new();
    let sql = "SELECT group_id, first, last FROM asset_group_ranges WHERE group_id IN ({ids})";
    each_of(
        conn,
        groups,
        sql,
        |row| row.read(),
        |(group, first, last): (Id, Address, Address)| {
            ranges.entry(group).or_default().extend(AddressRange::new(first, last));
            Ok(())
        },
    )?;
    let mut found: HashMap<Id, Reachable> = groups.iter().map(|group| (*group, Reachable::default())).collect();
    for (group, ranges) in ranges {
        found.entry(group).or_default().addresses = ranges.into_iter().collect();
    }
    let names = |table: &str, column: &str, of: &str| {
        let sql = format!(
            "SELECT x.group_id, n.name FROM {table} x JOIN {of} n ON n.id = x.{column} WHERE x.group_id IN ({{ids}}) ORDER BY x.group_id, n.name"
        );
        all_of(conn, groups, &sql, |row| row.read::<(Id, String)>())
    };
    for (group, domain) in names("asset_group_domains", "domain_id", "domains")? {
        found.entry(group).or_default().domains.push(domain);
    }
    for (group, appliance) in names("asset_group_appliances", "appliance_id", "appliances")? {
        found.entry(group).or_default().appliances.push(appliance);
    }
    Ok(found)
}

/// Everything in the groups that a query finds for an id.
fn contents(conn: &Conn, groups: &str, id: Id) -> Result<Reachable> {
    let names = |table: &str, column: &str, of: &str| {
        let sql = format!(
            "SELECT DISTINCT n.name FROM {table} x JOIN {of} n ON n.id = x.{column} WHERE x.group_id IN ({groups}) ORDER BY n.name"
        );
        conn.all(&sql, [id], |row| row.get::<String>(0))
    };
    let sql = format!("SELECT x.first, x.last FROM asset_group_ranges x WHERE x.group_id IN ({groups})");
    Ok(Reachable {
        addresses: ranges(conn, &sql, id)?,
        domains: names("asset_group_domains", "domain_id", "domains")?,
        appliances: names("asset_group_appliances", "appliance_id", "appliances")?,
    })
}

/// Whether the user reaches the group; `None` stands for `All` (AG-4).
pub fn reaches_group(conn: &Conn, user: Id, group: Option<Id>) -> Result<bool> {
    match group {
        Some(group) => conn.exists("SELECT 1 FROM group_reach WHERE user_id = ?1 AND group_id = ?2", (user, group)),
        None => conn.exists(
            "SELECT 1 FROM users WHERE id = ?1 AND (role IN ('manager', 'auditor', 'unit-manager') OR all_assigned = 1)",
            [user],
        ),
    }
}

pub fn reaches_address(conn: &Conn, user: Id, address: Address) -> Result<bool> {
    Ok(reaches_everything(conn, user)?
        || conn.exists(concat!("SELECT 1 WHERE ", in_reached_group!("?1", "?2")), (user, address))?)
}

/// Configurations that have a target their owner cannot reach, or are schedules without any (CONF-2, SCAN-2): the condition
/// on `o`, a row of `configs`.
pub const NEEDS_TARGET: &str = concat!(
    "CASE WHEN (o.kind IN ('scheduled-scan', 'scheduled-report') AND o.targets_all = 0
         AND NOT EXISTS (SELECT 1 FROM config_targets t WHERE t.config_id = o.id)
         AND NOT EXISTS (SELECT 1 FROM config_addresses t WHERE t.config_id = o.id)
         AND NOT EXISTS (SELECT 1 FROM config_domains t WHERE t.config_id = o.id))
     OR (o.targets_all = 1 AND NOT EXISTS (SELECT 1 FROM users w WHERE w.id = o.owner_id
         AND (w.role IN ('manager', 'auditor', 'unit-manager') OR w.all_assigned = 1)))
     OR EXISTS (SELECT 1 FROM config_targets t WHERE t.config_id = o.id
         AND NOT EXISTS (SELECT 1 FROM group_reach r WHERE r.user_id = o.owner_id AND r.group_id = t.group_id))
     OR (NOT EXISTS (SELECT 1 FROM users u WHERE u.id = o.owner_id
             AND (u.role IN ('manager', 'auditor') OR (u.all_assigned = 1 AND u.unit_id IS NULL)))
         AND (EXISTS (SELECT 1 FROM config_addresses t WHERE t.config_id = o.id AND NOT ",
    in_reached_group!("o.owner_id", "t.address"),
    ") OR EXISTS (SELECT 1 FROM config_domains t WHERE t.config_id = o.id AND NOT EXISTS (
             SELECT 1 FROM asset_group_domains d JOIN group_reach r ON r.group_id = d.group_id WHERE r.user_id = o.owner_id AND d.domain_id = t.domain_id)))) THEN 1 ELSE 0 END"
);

/// The configurations of a user that need a target.
/// Whether a configuration needs a target (CONF-2).
pub fn needs_target(conn: &Conn, config: Id) -> Result<bool> {
    conn.exists(&format!("SELECT 1 FROM configs o WHERE o.id = ?1 AND {NEEDS_TARGET} = 1"), [config])
}

pub fn needing_target(conn: &Conn, owners: &[Id]) -> Result<Vec<(Id, Named)>> {
    let sql = format!(
        "SELECT o.owner_id, o.id, o.name FROM configs o WHERE o.owner_id IN ({{ids}}) AND {NEEDS_TARGET} = 1 ORDER BY o.name_key, o.id"
    );
    all_of(conn, owners, &sql, |row| {
        let (owner, id, name) = row.read()?;
        Ok((owner, Named { id, name }))
    })
}
