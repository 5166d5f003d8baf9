//! Personal configurations and schedules.

use super::aim::{Hexed, OPTION_PROFILE, Of, aim};
use super::columns::{List, with_all};
use super::mapping::mapping;
use super::reach::NEEDS_TARGET;
use super::scope::Scope;
use super::{Conn, Tx};
use crate::domain::ObjectKind;
use crate::domain::config::ConfigKind;
use crate::domain::matrix::Reach;
use crate::domain::query::Holds;
use crate::domain::record::{Config, names_all};
use crate::domain::recurrence::Frequency;
use crate::domain::{Action, Actor, Id, Named, Result, Time, text};
use crate::store::listing::Selection;
use crate::store::listing::column::{self as key, Column, Listed, Rows};

/// The names of the groups that `o` aims at, as a [`List`].
const TARGETS: &str = "(SELECT string_agg(g.name, '\u{1f}' ORDER BY g.name_key) FROM config_targets t
           JOIN asset_groups g ON g.id = t.group_id WHERE t.config_id = o.id)";

mapping! {
    Config in "configs" from "configs o JOIN users w ON w.id = o.owner_id";
    keyed { name }
    stored { owner_id, global, active, next_launch_at }
    renamed { map = "is_map" }
    json { content, recurrence }
    first { kind }
    read { owner = "w.login", needs_target = NEEDS_TARGET }
    using {
        all: bool = "o.targets_all",
        groups: List = TARGETS,
        addresses: Hexed = Of::Config.addresses(),
        domains: List = Of::Config.domains(),
        appliances: List = Of::Config.appliances(),
        profile: Option<String> = OPTION_PROFILE,
        profile_id: Option<Id> = "o.option_profile_id",
    }
    written { "targets_all" = |config| names_all(&config.targets), "option_profile_id" = |config| config.aim.option_profile_id }
    derived { targets = with_all(groups, all), aim = aim(addresses, domains, appliances, profile, profile_id) }
}

impl Listed for Config {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::Config);
    const COLUMNS: &'static [Column] = &[
        key::id("o.id"),
        key::word("kind", ConfigKind::WORDS, "o.kind"),
        key::name("name", "o.name_key").indexed(),
        key::other("owner", ObjectKind::User, "o.owner_id", "w.login_key").indexed(),
        key::flag("global", "o.global"),
        key::others("targets", ObjectKind::AssetGroup, AIMED_AT),
        key::ranges("addresses", "x.config_id", "config_addresses x", "x.address", "x.address"),
        key::others(
            "domains",
            ObjectKind::Domain,
            key::rows(
                "x.config_id",
                "config_domains x JOIN domains d ON d.id = x.domain_id",
                "x.domain_id",
                "d.name_key",
            ),
        ),
        key::others(
            "appliances",
            ObjectKind::Appliance,
            key::rows(
                "x.config_id",
                "config_appliances x JOIN appliances a ON a.id = x.appliance_id",
                "x.appliance_id",
                "a.name_key",
            ),
        ),
        key::text("option_profile", OPTION_PROFILE),
        key::flag("needs_target", NEEDS_TARGET),
        key::parts("content"),
        key::flag("map", "o.is_map"),
        key::flag("active", "o.active"),
        key::time_ahead("next_launch_at", "o.next_launch_at"),
        key::parts("recurrence"),
        key::computed("recurrence.frequency", Holds::Word(Frequency::WORDS)),
        key::computed("recurrence.time", Holds::Text),
        key::computed("recurrence.time_zone", Holds::Text),
    ];
}

const AIMED_AT: Rows = key::rows_or_all(
    "o.targets_all",
    "x.config_id",
    "config_targets x JOIN asset_groups g ON g.id = x.group_id",
    "x.group_id",
    "g.name_key",
);

/// Adds a configuration without targets other than `All`; gives its id.
pub fn insert(tx: &Tx<'_>, config: &Config) -> Result<Id> {
    insert_row(tx, config)
}

/// Writes every field but the kind; group targets are set apart.
pub fn update(tx: &Tx<'_>, config: &Config) -> Result<()> {
    update_row(tx, config)
}

/// Replaces the groups a configuration aims at.
pub fn set_targets(tx: &Tx<'_>, config: Id, groups: &[Id]) -> Result<()> {
    tx.later("DELETE FROM config_targets WHERE config_id = ?1", [config])?;
    for group in groups {
        tx.later("INSERT INTO config_targets (config_id, group_id) VALUES (?1, ?2)", (config, group))?;
    }
    Ok(())
}

/// Aims the configurations of a user at another group instead of the one they aim at.
pub fn retarget(tx: &Tx<'_>, owner: Id, from: Id, to: Id) -> Result<()> {
    tx.later(
        "UPDATE config_targets SET group_id = ?3
          WHERE group_id = ?2 AND config_id IN (SELECT id FROM configs WHERE owner_id = ?1)",
        (owner, from, to),
    )?;
    Ok(())
}

/// Reads a configuration.
pub fn find(conn: &Conn, id: Id) -> Result<Config> {
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)
}

/// Each configuration within reach, by name, kind and owner.
pub fn list(
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    selection: &Selection,
    sink: impl FnMut(Config) -> Result<()>,
) -> Result<()> {
    let clause = Scope::of(Action::ConfigView).clause(reach);
    let list = STATEMENTS.list::<Config>(clause, &["o.name_key", "o.kind", "w.login_key"]);
    list.each(conn, &[&actor.id, &actor.unit_id()], selection, record, sink)
}

/// Each schedule within reach, the next to launch first.
pub fn schedules(
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    selection: &Selection,
    sink: impl FnMut(Config) -> Result<()>,
) -> Result<()> {
    let clause = format!("o.recurrence IS NOT NULL AND {}", Scope::of(Action::ScheduleView).clause(reach));
    let list = STATEMENTS.list::<Config>(clause, &["o.active = 0", "o.next_launch_at", "o.name_key", "o.id"]);
    list.each(conn, &[&actor.id, &actor.unit_id()], selection, record, sink)
}

/// The schedules within reach that are switched on, at most so many, the next to launch first.
pub fn upcoming(conn: &Conn, actor: &Actor, reach: Reach, most: i64) -> Result<Vec<Config>> {
    let clause = Scope::of(Action::ScheduleView).clause(reach);
    let sql = format!(
        "{} WHERE o.active = 1 AND {clause} AND (?1 > 0 OR ?2 > 0) ORDER BY o.next_launch_at, o.name_key, o.id LIMIT ?3",
        STATEMENTS.select
    );
    conn.all(&sql, (actor.id, actor.unit_id(), most), record)
}

/// What a configuration is, without what it aims at and holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    /// Its row.
    pub id: Id,
    pub name: String,
    pub kind: ConfigKind,
    /// Whether it is shared.
    pub global: bool,
}

/// The configurations of a user in brief, by name.
pub fn briefs_of_owner(conn: &Conn, owner: Id) -> Result<Vec<Brief>> {
    let sql = "SELECT id, name, kind, global FROM configs WHERE owner_id = ?1 ORDER BY name_key, kind";
    conn.all(sql, [owner], |row| {
        let (id, name, kind, global) = row.read()?;
        Ok(Brief { id, name, kind, global })
    })
}

/// The configurations that aim at a group.
pub fn aimed_at(conn: &Conn, group: Id) -> Result<Vec<Config>> {
    let sql = format!(
        "{} WHERE o.id IN (SELECT config_id FROM config_targets WHERE group_id = ?1) ORDER BY o.name_key, o.id",
        STATEMENTS.select
    );
    conn.all(&sql, [group], record)
}

/// The configurations of a user that aim at a group, each with all its targets, by id.
pub fn aims(conn: &Conn, owner: Id, group: Id) -> Result<Vec<(Named, Vec<String>)>> {
    let sql = format!(
        "SELECT o.id, o.name, {TARGETS}, o.targets_all FROM config_targets a JOIN configs o ON o.id = a.config_id
          WHERE a.group_id = ?1 AND o.owner_id = ?2 ORDER BY o.id"
    );
    conn.all(&sql, (group, owner), |row| {
        let (id, name, groups, all) = row.read()?;
        Ok((Named { id, name }, with_all(groups, all)))
    })
}

/// The schedules that are due, the longest waiting first.
pub fn due(conn: &Conn, now: Time) -> Result<Vec<Config>> {
    let sql =
        format!("{} WHERE o.active = 1 AND o.next_launch_at <= ?1 ORDER BY o.next_launch_at, o.id", STATEMENTS.select);
    conn.all(&sql, [now], record)
}

/// The active schedules of a user, the next to launch first.
pub fn active_schedules(conn: &Conn, owner: Id) -> Result<Vec<Config>> {
    let sql = format!(
        "{} WHERE o.owner_id = ?1 AND o.active = 1 ORDER BY o.next_launch_at, o.name_key, o.id",
        STATEMENTS.select
    );
    conn.all(&sql, [owner], record)
}

/// The groups a configuration aims at.
pub fn target_ids(conn: &Conn, config: Id) -> Result<Vec<Id>> {
    conn.all("SELECT group_id FROM config_targets WHERE config_id = ?1 ORDER BY group_id", [config], |row| row.get(0))
}

/// The owner's configuration of that kind and name.
pub fn by_name(conn: &Conn, owner: Id, kind: ConfigKind, name: &str) -> Result<Option<Id>> {
    conn.maybe(
        "SELECT id FROM configs WHERE owner_id = ?1 AND kind = ?2 AND name_key = ?3",
        (owner, kind, text::key(name)),
        |row| row.get(0),
    )
}

/// The configurations of that kind and name, or of that id and kind.
pub fn of_kind_named(conn: &Conn, kind: ConfigKind, typed: &str) -> Result<Vec<Named>> {
    let id = typed.trim().trim_start_matches("id:").parse::<Id>().unwrap_or_default();
    let sql = "SELECT id, name FROM configs WHERE kind = ?1 AND (name_key = ?2 OR id = ?3) ORDER BY name_key <> ?2, id";
    conn.all(sql, (kind, text::key(typed), id), super::columns::named)
}

/// Deletes a configuration.
pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.later("DELETE FROM configs WHERE id = ?1", [id])?;
    Ok(())
}
