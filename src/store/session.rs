//! Sessions and the actors behind them.

use std::str::FromStr;

use super::columns::Words;
use super::engine::Cells;
use super::listing::column::{self as key, Column, Listed};
use super::{Conn, Tx};
use crate::domain::Tense;
use crate::domain::actor::GroupLevel;
use crate::domain::project::{Entry, ProjectState};
use crate::domain::query::Holds;
use crate::domain::record::Session;
use crate::domain::user::ChangeDue;
use crate::domain::{Actor, Error, Id, Named, Result, Time};

impl Listed for Session {
    const COLUMNS: &'static [Column] = &[
        key::computed("id", Holds::Number),
        key::computed("login", Holds::Text),
        key::computed("created_at", Holds::Time(Tense::Past)),
        key::computed("last_seen_at", Holds::Time(Tense::Past)),
        key::computed("address", Holds::Text),
        key::computed("client", Holds::Text).describing(),
        key::computed("current", Holds::Flag),
    ];
}

/// Opens a session; gives its id.
pub fn insert(tx: &Tx<'_>, token_hash: &[u8], user: Id, at: Time, address: &str, client: &str) -> Result<Id> {
    tx.insert(
        "INSERT INTO sessions (token_hash, user_id, created_at, last_seen_at, address, client)
         VALUES (?1, ?2, ?3, ?3, ?4, ?5)",
        (token_hash, user, at, address, client),
    )
}

/// Notes that the session was used.
pub fn touch(tx: &Tx<'_>, id: Id, at: Time) -> Result<()> {
    tx.later("UPDATE sessions SET last_seen_at = ?2 WHERE id = ?1", (id, at))?;
    Ok(())
}

/// Ends a session.
pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.later("DELETE FROM sessions WHERE id = ?1", [id])?;
    Ok(())
}

/// Ends all sessions of a user but the given one; tells how many there were.
pub fn delete_all(tx: &Tx<'_>, user: Id, but: Option<Id>) -> Result<usize> {
    tx.run("DELETE FROM sessions WHERE user_id = ?1 AND id <> ?2", (user, but.unwrap_or_default()))
}

/// Ends every session; tells how many there were.
pub fn delete_everything(tx: &Tx<'_>) -> Result<usize> {
    tx.run("DELETE FROM sessions", [])
}

/// The sessions of a user that were used since the given time, the last used first; `current` is marked.
pub fn of_user(conn: &Conn, user: Id, since: Time, current: Option<Id>) -> Result<Vec<Session>> {
    conn.all(
        "SELECT s.id, u.login, s.created_at, s.last_seen_at, s.address, s.client, s.id = ?3
           FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.user_id = ?1 AND s.last_seen_at >= ?2
          ORDER BY s.last_seen_at DESC, s.id DESC",
        (user, since, current.unwrap_or_default()),
        |row| {
            let (id, login, created_at, last_seen_at, address, client, current) = row.read()?;
            Ok(Session { id, login, created_at, last_seen_at, address, client, current })
        },
    )
}

/// The addresses from which sessions used since the given time were opened, each with its user.
pub fn addresses(conn: &Conn, since: Time) -> Result<Vec<(Id, String)>> {
    conn.all(
        "SELECT DISTINCT user_id, address FROM sessions WHERE last_seen_at >= ?1 ORDER BY user_id",
        [since],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Ends sessions, of one user or of all, that were last used before the given time; tells of how many users.
pub fn delete_idle(tx: &Tx<'_>, user: Option<Id>, before: Time) -> Result<i64> {
    let of_user = if user.is_some() { "user_id = ?1" } else { "?1 IS NULL" };
    let sql = format!("DELETE FROM sessions WHERE {of_user} AND last_seen_at < ?2 RETURNING user_id");
    let mut users = tx.returning(&sql, (user, before), |row| row.get::<Id>(0))?;
    users.sort_unstable();
    users.dedup();
    Ok(i64::try_from(users.len()).unwrap_or(i64::MAX))
}

/// What stands in a user's own row of what is known of it as an actor: the columns of `u` and its unit `n`.
macro_rules! own {
    () => {
        "u.id, u.login, u.role, u.level, u.monitoring_role, u.status, u.api_only, u.must_change_password, u.unit_id, n.name,
        EXISTS (SELECT 1 FROM tag_scopes x WHERE x.user_id = u.id)"
    };
}

/// What hangs on it.
macro_rules! lent {
    () => {
        "(SELECT string_agg(p.permission, '\u{1f}') FROM user_permissions p WHERE p.user_id = u.id),
        (SELECT string_agg(g.level || ' ' || g.name, '\u{1f}' ORDER BY g.name_key)
           FROM user_group_members m JOIN user_groups g ON g.id = m.group_id WHERE m.user_id = u.id),
        (SELECT string_agg(x.project_id || ' ' || x.role || ' ' || p.state || ' ' || x.via, '\u{1f}') FROM (
             SELECT y.project_id, y.role, '' AS via FROM project_users y WHERE y.user_id = u.id
             UNION ALL
             SELECT y.project_id, y.role, g.name FROM user_group_members m JOIN project_groups y ON y.group_id = m.group_id
               JOIN user_groups g ON g.id = m.group_id WHERE m.user_id = u.id) x JOIN projects p ON p.id = x.project_id)"
    };
}

/// All that is known of a user as an actor.
pub(super) const ACTOR: &str = concat!(own!(), ", ", lent!());

/// The same without what hangs on it, and whether anything does: for most it does not, and the statement is short.
pub(super) const SHORT: &str = concat!(
    own!(),
    ", EXISTS (SELECT 1 FROM user_permissions x WHERE x.user_id = u.id)
    OR EXISTS (SELECT 1 FROM user_group_members x WHERE x.user_id = u.id)
    OR EXISTS (SELECT 1 FROM project_users x WHERE x.user_id = u.id)"
);

/// Reads an actor of the next cells, which are those of [`ACTOR`].
pub(super) fn actor_of(cells: &mut Cells<'_>) -> Result<Actor> {
    let own = own_of(cells)?;
    Ok(Actor {
        permissions: cells.take::<Words<_>>()?.0,
        groups: cells.take::<Words<_>>()?.0,
        projects: cells.take::<Words<_>>()?.0,
        ..own
    })
}

/// Reads an actor of the next cells, which are those of [`SHORT`], and tells whether something hangs on it.
pub(super) fn short_of(cells: &mut Cells<'_>) -> Result<(Actor, bool)> {
    Ok((own_of(cells)?, cells.take()?))
}

fn own_of(cells: &mut Cells<'_>) -> Result<Actor> {
    Ok(Actor {
        id: cells.take()?,
        login: cells.take()?,
        role: cells.take()?,
        level: cells.take()?,
        monitoring_role: cells.take()?,
        status: cells.take()?,
        api_only: cells.take()?,
        password_change: cells.take::<bool>()?.then_some(ChangeDue::Forced),
        unit: cells.take::<Option<Id>>()?.zip(cells.take::<Option<String>>()?).map(|(id, name)| Named { id, name }),
        has_tag_scope: cells.take()?,
        permissions: Vec::new(),
        groups: Vec::new(),
        projects: Vec::new(),
        token: None,
    })
}

/// The actor with what hangs on it, if anything does.
pub(super) fn complete(conn: &Conn, (own, has_more): (Actor, bool)) -> Result<Actor> {
    if !has_more {
        return Ok(own);
    }
    conn.one(concat!("SELECT ", lent!(), " FROM users u WHERE u.id = ?1"), [own.id], |row| {
        let (permissions, groups, projects) = row.read::<(Words<_>, Words<_>, Words<_>)>()?;
        Ok(Actor { permissions: permissions.0, groups: groups.0, projects: projects.0, ..own })
    })
}

/// `LEVEL NAME`.
impl FromStr for GroupLevel {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        let (level, name) = text.split_once(' ').unwrap_or((text, ""));
        Ok(Self { name: name.to_owned(), level: level.parse()? })
    }
}

/// `PROJECT ROLE STATE GROUP`, the group empty where there is none.
impl FromStr for Entry {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        let mut parts = text.splitn(4, ' ');
        let mut next = || parts.next().unwrap_or_default();
        Ok(Self {
            project: next().parse().unwrap_or_default(),
            role: next().parse()?,
            archived: next() == ProjectState::Archived.as_str(),
            group: Some(next().to_owned()).filter(|group| !group.is_empty()),
        })
    }
}

pub fn actor(conn: &Conn, user: Id) -> Result<Actor> {
    let sql = format!("SELECT {SHORT} FROM users u LEFT JOIN units n ON n.id = u.unit_id WHERE u.id = ?1");
    let short = conn.one(&sql, [user], |row| short_of(&mut row.cells()))?;
    complete(conn, short)
}

/// The session of a token, and the user it belongs to.
pub fn resolve(conn: &Conn, token_hash: &[u8]) -> Result<Option<(Actor, Session)>> {
    let found = conn.maybe(
        &format!(
            "SELECT {SHORT}, s.id, s.created_at, s.last_seen_at, s.address, s.client
               FROM sessions s JOIN users u ON u.id = s.user_id LEFT JOIN units n ON n.id = u.unit_id WHERE s.token_hash = ?1"
        ),
        [token_hash],
        |row| {
            let mut cells = row.cells();
            let short = short_of(&mut cells)?;
            let session = Session {
                id: cells.take()?,
                login: short.0.login.clone(),
                created_at: cells.take()?,
                last_seen_at: cells.take()?,
                address: cells.take()?,
                client: cells.take()?,
                current: true,
            };
            Ok((short, session))
        },
    )?;
    found.map(|(short, session)| Ok((complete(conn, short)?, session))).transpose()
}
