//! Accounts.

use super::columns::{List, Words, list_of, named, with_all};
use super::listing::{Test, Wanted};
use super::mapping::mapping;
use super::runs::all_of;
use super::scope::Scope;
use super::session::{ACTOR, actor_of};
use super::{Conn, Tx, unit};
use crate::domain::MonitoringRole;
use crate::domain::grant::{Grant, Standing};
use crate::domain::matrix::Reach;
use crate::domain::query::Operator;
use crate::domain::record::{Notifications, ProjectEntry, User};
use crate::domain::roles::ProjectRole;
use crate::domain::text;
use crate::domain::touch::Touch;
use crate::domain::user::NotifyScans;
use crate::domain::{Action, Actor, Id, Level, Named, ObjectKind, Permission, Result, Role, Status, Time, actor};
use crate::store::listing::Selection;
use crate::store::listing::column::{self as key, Column, Listed, Rows};

/// The levels of the groups of a user come as a list, its other lists by name.
const GROUPS: &str = "user_group_members x JOIN user_groups g ON g.id = x.group_id WHERE x.user_id = o.id";

mapping! {
    User in "users" from "users o LEFT JOIN units n ON n.id = o.unit_id";
    keyed { login }
    stored {
        first_name, last_name, title, phone, external_id, role, unit_id, level, monitoring_role, status, api_only,
        password_never_expires, must_change_password, time_zone,
    }
    first { created_at, created_by_id }
    later { last_login_at }
    read {
        email = "COALESCE(o.email, o.login)",
        created_by = "COALESCE((SELECT c.login FROM users c WHERE c.id = o.created_by_id), o.created_by)",
        unit = "n.name",
        primary_contact = "EXISTS (SELECT 1 FROM units c WHERE c.primary_contact_id = o.id)
            OR EXISTS (SELECT 1 FROM subscriptions s WHERE s.primary_contact_id = o.id)",
    }
    lists {
        groups = list_of("g.name", "g.name_key", GROUPS),
        tag_scope = list_of("t.name", "t.name_key", "tag_scopes x JOIN tags t ON t.id = x.tag_id WHERE x.user_id = o.id"),
    }
    using {
        has_all: bool = "o.all_assigned",
        scans: NotifyScans = "o.notify_scans",
        tickets: bool = "o.notify_tickets",
        granted: Words<Permission> = list_of("x.permission", "x.permission", "user_permissions x WHERE x.user_id = o.id"),
        lent: Words<Level> = format!("(SELECT string_agg(g.level, '\u{1f}') FROM {GROUPS})"),
        entries: List = list_of("p.name || ':' || x.role", "p.name_key", "project_users x JOIN projects p ON p.id = x.project_id WHERE x.user_id = o.id"),
        assigned: List = list_of("g.name", "g.name_key", "asset_group_users x JOIN asset_groups g ON g.id = x.group_id WHERE x.user_id = o.id"),
    }
    written {
        "email" = own_email,
        "all_assigned" = User::has_all,
        "notify_scans" = |user| user.notifications.scans,
        "notify_tickets" = |user| user.notifications.tickets,
    }
    first_written { "created_by" = |user| user.created_by.as_deref().filter(|_| user.created_by_id.is_none()) }
    derived {
        effective_level = actor::effective_level(level, role, lent.0),
        effective_monitoring_role = Role::effective_monitoring(role, monitoring_role),
        permissions = granted.0,
        projects = entries.0.iter().map(|entry| ProjectEntry::split(entry)).collect(),
        asset_groups = with_all(assigned, has_all),
        notifications = Notifications { scans, tickets },
    }
}

impl Listed for User {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::User);
    const COLUMNS: &'static [Column] = &[
        key::id("o.id"),
        key::name("login", "o.login_key").indexed(),
        key::text("first_name", "o.first_name").describing(),
        key::text("last_name", "o.last_name").describing(),
        key::text("email", "COALESCE(o.email, o.login)").describing(),
        key::text("title", "o.title").describing(),
        key::text("phone", "o.phone"),
        key::code("external_id", "o.external_id").describing().indexed(),
        key::word("role", Role::WORDS, "o.role"),
        key::other("unit", ObjectKind::Bu, "o.unit_id", "n.name_key").or_none("unassigned").indexed(),
        key::word("level", Level::WORDS, "o.level").in_effect("effective_level"),
        key::ranked("effective_level", Level::WORDS, EFFECTIVE_LEVEL),
        key::word("monitoring_role", MonitoringRole::WORDS, "o.monitoring_role").in_effect("effective_monitoring_role"),
        key::word("effective_monitoring_role", MonitoringRole::WORDS, EFFECTIVE_MONITORING_ROLE),
        key::word("status", Status::WORDS, "o.status"),
        key::words(
            "permissions",
            Permission::WORDS,
            key::rows("x.user_id", "user_permissions x", "x.permission", "x.permission"),
        ),
        key::others("groups", ObjectKind::Group, IN_GROUPS),
        key::others("projects", ObjectKind::Project, IN_PROJECTS),
        key::others("projects.project", ObjectKind::Project, IN_PROJECTS),
        key::words("projects.role", ProjectRole::WORDS, key::rows("x.user_id", "project_users x", "x.role", "x.role")),
        key::others("asset_groups", ObjectKind::AssetGroup, ASSIGNED),
        key::others("tag_scope", ObjectKind::Tag, TAG_SCOPE),
        key::flag("primary_contact", IS_PRIMARY_CONTACT),
        key::flag("api_only", "o.api_only"),
        key::flag("password_never_expires", "o.password_never_expires"),
        key::flag("must_change_password", "o.must_change_password"),
        key::parts("notifications"),
        key::word("notifications.scans", NotifyScans::WORDS, "o.notify_scans"),
        key::flag("notifications.tickets", "o.notify_tickets"),
        key::text("time_zone", "o.time_zone"),
        key::time("created_at", "o.created_at"),
        key::kept("created_by", "o.created_by_id", CREATOR_KEY, "o.created_by").indexed(),
        key::time("last_login_at", "o.last_login_at"),
    ];
}

/// The level of the role, of the account itself, and of its groups (ROLE-5), by its place.
const EFFECTIVE_LEVEL: &str = "CASE
    WHEN o.role = 'manager' OR o.level = 'admin' OR EXISTS (SELECT 1 FROM user_group_members x JOIN user_groups g ON g.id = x.group_id WHERE x.user_id = o.id AND g.level = 'admin') THEN 3
    WHEN o.role = 'user-administrator' OR o.level = 'manager' OR EXISTS (SELECT 1 FROM user_group_members x JOIN user_groups g ON g.id = x.group_id WHERE x.user_id = o.id AND g.level = 'manager') THEN 2
    WHEN o.level = 'viewer' OR EXISTS (SELECT 1 FROM user_group_members x JOIN user_groups g ON g.id = x.group_id WHERE x.user_id = o.id AND g.level = 'viewer') THEN 1
    ELSE 0 END";
/// What the role implies, unless another one is set (ROLE-3).
const EFFECTIVE_MONITORING_ROLE: &str = "CASE WHEN o.role = 'manager' THEN 'manager' ELSE COALESCE(o.monitoring_role,
    CASE o.role WHEN 'unit-manager' THEN 'analyst' WHEN 'scanner' THEN 'author' WHEN 'reader' THEN 'auditor' WHEN 'auditor' THEN 'auditor' ELSE 'none' END) END";
const IS_PRIMARY_CONTACT: &str = "CASE WHEN EXISTS (SELECT 1 FROM units c WHERE c.primary_contact_id = o.id)
    OR EXISTS (SELECT 1 FROM subscriptions s WHERE s.primary_contact_id = o.id) THEN 1 ELSE 0 END";
const CREATOR_KEY: &str = "(SELECT c.login_key FROM users c WHERE c.id = o.created_by_id)";
const IN_GROUPS: Rows =
    key::rows("x.user_id", "user_group_members x JOIN user_groups g ON g.id = x.group_id", "x.group_id", "g.name_key");
const IN_PROJECTS: Rows =
    key::rows("x.user_id", "project_users x JOIN projects p ON p.id = x.project_id", "x.project_id", "p.name_key");
const ASSIGNED: Rows = key::rows_or_all(
    "o.all_assigned",
    "x.user_id",
    "asset_group_users x JOIN asset_groups g ON g.id = x.group_id",
    "x.group_id",
    "g.name_key",
);
const TAG_SCOPE: Rows = key::rows("x.user_id", "tag_scopes x JOIN tags t ON t.id = x.tag_id", "x.tag_id", "t.name_key");

/// The e-mail address as stored: none where it is the login.
fn own_email(user: &User) -> Option<&str> {
    (user.email != user.login).then_some(user.email.as_str())
}

/// The rights in an account's own row.
const fn standing(user: &User) -> Standing {
    Standing {
        role: user.role,
        level: user.level,
        monitoring_role: user.monitoring_role,
        is_inactive: matches!(user.status, Status::Inactive),
    }
}

/// The same as they stand in the database, if there is such an account.
fn standing_of(conn: &Conn, user: Id) -> Result<Option<Standing>> {
    conn.maybe("SELECT role, level, monitoring_role, status FROM users WHERE id = ?1", [user], |row| {
        let (role, level, monitoring_role, status) = row.read()?;
        Ok(Standing { role, level, monitoring_role, is_inactive: matches!(status, Status::Inactive) })
    })
}

/// Notes that the rights of an account may be more than before.
fn note_standing(tx: &Tx<'_>, user: Id, before: Option<Standing>, after: Standing) {
    if before.is_some_and(|before| before != after) {
        tx.note(Grant::Account { user, before, after });
    }
}

/// Adds an account; gives its id. What other tables hold of it is added there.
pub fn insert(tx: &Tx<'_>, user: &User) -> Result<Id> {
    let id = insert_row(tx, user)?;
    unit::count_users(tx, user.unit_id, 1);
    tx.made(ObjectKind::User, id);
    tx.note(Grant::Account { user: id, before: None, after: standing(user) });
    Ok(id)
}

/// Writes every field of the account's own row, its unit, role and level included.
pub fn update(tx: &Tx<'_>, user: &User) -> Result<()> {
    tx.may_unseat();
    let sql = "SELECT role, level, monitoring_role, status, unit_id, login_key = ?2 FROM users WHERE id = ?1";
    let (before, status, unit, is_called_so) = tx.one(sql, (user.id, text::key(&user.login)), |row| {
        let (role, level, monitoring_role, status, unit, is_called_so) = row.read()?;
        let before = Standing { role, level, monitoring_role, is_inactive: status == Status::Inactive };
        Ok::<(_, Status, Option<Id>, bool), _>((before, status, unit, is_called_so))
    })?;
    if !is_called_so {
        keep_former_login(tx, user.id)?;
    }
    update_row(tx, user)?;
    if unit != user.unit_id {
        unit::count_users(tx, unit, -1);
        unit::count_users(tx, user.unit_id, 1);
    }
    if status != user.status || unit != user.unit_id || before != standing(user) {
        tx.touch(Touch::Account(user.id));
    }
    note_standing(tx, user.id, Some(before), standing(user));
    Ok(())
}

/// Keeps the login that a user has and loses: the log is asked by it as well (LOG-2).
fn keep_former_login(tx: &Tx<'_>, user: Id) -> Result<()> {
    tx.later(
        "INSERT INTO former_logins (login_key, user_id) SELECT login_key, id FROM users WHERE id = ?1
         ON CONFLICT (login_key, user_id) DO NOTHING",
        [user],
    )
}

/// Reads an account.
pub fn find(conn: &Conn, id: Id) -> Result<User> {
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)
}

/// Reads several accounts.
pub fn find_all(conn: &Conn, ids: &[Id]) -> Result<Vec<User>> {
    all_of(conn, ids, &format!("{} WHERE o.id IN ({{ids}})", STATEMENTS.select), record)
}

/// Puts an account into another unit, or out of one.
pub fn set_unit(tx: &Tx<'_>, user: Id, from: Option<Id>, to: Option<Id>) -> Result<()> {
    tx.later("UPDATE users SET unit_id = ?2 WHERE id = ?1", (user, to))?;
    unit::count_users(tx, from, -1);
    unit::count_users(tx, to, 1);
    tx.touch(Touch::Account(user));
    Ok(())
}

/// That nobody was seen since: neither signed in, nor made (USER-2).
pub fn unseen_since(time: Time) -> Test {
    let wanted = vec![Wanted::Span(time, time)];
    Test { column: &SEEN, part: None, operator: Operator::Less, wanted }
}

/// When somebody signed in last; who never did, when the account was made.
static SEEN: Column = key::time("seen_at", "COALESCE(o.last_login_at, o.created_at)");

/// Each account within reach, by login.
pub fn list(
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    selection: &Selection,
    sink: impl FnMut(User) -> Result<()>,
) -> Result<()> {
    let clause = Scope::of(Action::UserView).clause(reach);
    let list = STATEMENTS.list::<User>(clause, &["o.login_key"]);
    list.each(conn, &[&actor.id, &actor.unit_id()], selection, record, sink)
}

/// Replaces the extended permissions.
pub fn set_permissions(tx: &Tx<'_>, user: Id, permissions: &[Permission]) -> Result<()> {
    let sql = "SELECT permission FROM user_permissions WHERE user_id = ?1";
    let before: Vec<Permission> = tx.all(sql, [user], |row| row.get(0))?;
    tx.later("DELETE FROM user_permissions WHERE user_id = ?1", [user])?;
    for permission in permissions {
        tx.later("INSERT INTO user_permissions (user_id, permission) VALUES (?1, ?2)", (user, permission))?;
        if !before.contains(permission) {
            tx.note(Grant::Permission { user, permission: *permission });
        }
    }
    if before.len() != permissions.len() || !permissions.iter().all(|one| before.contains(one)) {
        tx.touch(Touch::Permissions(user));
    }
    Ok(())
}

/// Notes a sign-in; the failures before it are forgotten.
pub fn signed_in(tx: &Tx<'_>, user: Id, at: Time) -> Result<()> {
    // The first changes the status, which is kept; what sign-ins write alone is not (OP-2).
    tx.later("UPDATE users SET status = 'active' WHERE id = ?1 AND status = 'pending'", [user])?;
    tx.later("UPDATE users SET last_login_at = ?2, failed_sign_ins = 0 WHERE id = ?1 AND status = 'active'", (user, at))
}

/// Failed sign-ins in a row, and the state of the account.
pub fn failures(conn: &Conn, user: Id) -> Result<Option<(i64, Status)>> {
    conn.maybe("SELECT failed_sign_ins, status FROM users WHERE id = ?1", [user], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Writes the count of failed sign-ins and the state that follows from it.
pub fn set_failures(tx: &Tx<'_>, user: Id, count: i64, status: Status) -> Result<()> {
    tx.may_unseat();
    if let Some(before) = standing_of(tx, user)? {
        note_standing(tx, user, Some(before), Standing { is_inactive: status == Status::Inactive, ..before });
        tx.touch(Touch::Account(user));
    }
    tx.later("UPDATE users SET status = ?2 WHERE id = ?1 AND status <> ?2", (user, status))?;
    tx.later("UPDATE users SET failed_sign_ins = ?2 WHERE id = ?1", (user, count))
}

/// The effective level of a user (ROLE-5).
pub fn effective_level(conn: &Conn, user: Id) -> Result<Level> {
    let levels = conn.all(
        "SELECT u.role, u.level, g.level FROM users u LEFT JOIN user_group_members m ON m.user_id = u.id
           LEFT JOIN user_groups g ON g.id = m.group_id WHERE u.id = ?1",
        [user],
        |row| Ok(actor::effective_level(row.get(1)?, row.get(0)?, row.get::<Option<Level>>(2)?)),
    )?;
    Ok(levels.into_iter().max().unwrap_or(Level::Default))
}

/// What decides which asset groups a user may be given: its unit, and whether it has `All`.
pub struct Place {
    pub unit: Option<Named>,
    /// Whether everything is assigned to it (AG-4).
    pub has_all: bool,
}

/// Where a user belongs.
pub fn place(conn: &Conn, user: Id) -> Result<Place> {
    conn.one(
        "SELECT n.id, n.name, u.all_assigned FROM users u LEFT JOIN units n ON n.id = u.unit_id WHERE u.id = ?1",
        [user],
        |row| {
            let (id, name, has_all) = row.read::<(Option<Id>, Option<String>, _)>()?;
            Ok(Place { unit: id.zip(name).map(|(id, name)| Named { id, name }), has_all })
        },
    )
}

/// Assigns everything to a user, or takes it away (AG-4).
pub fn set_all_assigned(tx: &Tx<'_>, user: Id, has_all: bool) -> Result<()> {
    tx.touch(Touch::Assignment(user));
    tx.later("UPDATE users SET all_assigned = ?2 WHERE id = ?1", (user, has_all))?;
    Ok(())
}

/// Whom one turns to: unit managers of that unit, managers and user administrators; only active ones, a few of each.
pub fn administrators(conn: &Conn, unit: Option<Id>) -> Result<Vec<Named>> {
    let few = "status = 'active' ORDER BY login_key LIMIT 3";
    let sql = format!(
        "SELECT * FROM (SELECT id, login FROM users WHERE role = 'unit-manager' AND unit_id = ?1 AND {few}) a
         UNION ALL SELECT * FROM (SELECT id, login FROM users WHERE role = 'manager' AND {few}) b
         UNION ALL SELECT * FROM (SELECT id, login FROM users WHERE role = 'user-administrator' AND {few}) c"
    );
    conn.all(&sql, [unit], named)
}

/// Whether there is an active manager beside that user.
pub fn has_other_active_manager(conn: &Conn, user: Id) -> Result<bool> {
    conn.exists("SELECT 1 FROM users WHERE role = 'manager' AND status = 'active' AND id <> ?1", [user])
}

/// Whom `All` is assigned to, in a unit or in the whole subscription, by login.
pub fn logins_with_all(conn: &Conn, unit: Option<Id>) -> Result<Vec<String>> {
    let sql = "SELECT login FROM users WHERE all_assigned = 1 AND (?1 IS NULL OR unit_id = ?1) ORDER BY login_key";
    conn.all(sql, [unit], |row| row.get(0))
}

/// Where a user lives, if it is known.
pub fn time_zone(conn: &Conn, user: Id) -> Result<Option<String>> {
    conn.maybe("SELECT time_zone FROM users WHERE id = ?1", [user], |row| row.get(0)).map(Option::flatten)
}

/// The role of an account, if there is one.
pub fn role(conn: &Conn, user: Id) -> Result<Option<Role>> {
    Ok(standing_of(conn, user)?.map(|standing| standing.role))
}

/// Whether an account is deactivated.
pub fn is_inactive(conn: &Conn, user: Id) -> Result<bool> {
    Ok(standing_of(conn, user)?.is_some_and(|standing| standing.is_inactive))
}

pub fn unit_of(conn: &Conn, user: Id) -> Result<Option<Id>> {
    conn.one("SELECT unit_id FROM users WHERE id = ?1", [user], |row| row.get(0))
}

/// Deletes an account with everything that goes with it: memberships, sessions, tokens, hashes.
pub fn delete(tx: &Tx<'_>, user: Id) -> Result<()> {
    tx.may_unseat();
    // Who made or did something stays as text (LOG-5).
    for (table, id, text) in [
        ("users", "created_by_id", "created_by"),
        ("api_tokens", "created_by_id", "created_by"),
        ("project_scans", "user_id", "user_login"),
        ("fim_incidents", "reviewed_by_id", "reviewed_by"),
    ] {
        tx.later(
            &format!("UPDATE {table} SET {text} = (SELECT login FROM users WHERE id = ?1) WHERE {id} = ?1"),
            [user],
        )?;
    }
    keep_former_login(tx, user)?;
    unit::count_users(tx, unit_of(tx, user)?, -1);
    tx.later("DELETE FROM users WHERE id = ?1", [user])?;
    Ok(())
}

/// Clears or sets the forced password change.
pub fn set_must_change_password(tx: &Tx<'_>, user: Id, must: bool) -> Result<()> {
    tx.later("UPDATE users SET must_change_password = ?2 WHERE id = ?1", (user, must))?;
    Ok(())
}

/// Whoever has that external id.
pub fn by_external_id(conn: &Conn, external_id: &str) -> Result<Option<Named>> {
    let sql = "SELECT id, login FROM users WHERE external_id IS NOT NULL AND lower(external_id) = lower(?1) AND external_id = ?1";
    conn.maybe(sql, [external_id], named)
}

/// Each user within reach, as an actor, by login.
pub fn actors(conn: &Conn, actor: &Actor, reach: Reach, sink: impl FnMut(Actor) -> Result<()>) -> Result<()> {
    let clause = Scope::of(Action::UserView).clause(reach);
    let sql = format!(
        "SELECT {ACTOR} FROM users o JOIN users u ON u.id = o.id LEFT JOIN units n ON n.id = u.unit_id WHERE {clause} ORDER BY o.login_key"
    );
    conn.each(&sql, &[&actor.id, &actor.unit_id()], |row| actor_of(&mut row.cells()), sink)
}
