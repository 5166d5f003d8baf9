//! Finding objects by what people type: a name, or an id.

use std::collections::HashSet;

use rusqlite::Params;

use super::Conn;
use super::columns::named;
use super::scope::Scope;
use crate::domain::matrix::Reach;
use crate::domain::{Action, Actor, Id, Named, ObjectKind, ObjectRef, Result};

/// The table of a kind, its naming column, and the column names are compared by; none for the one subscription.
const fn columns(kind: ObjectKind) -> Option<(&'static str, &'static str, &'static str)> {
    Some(match kind {
        ObjectKind::User => ("users", "o.login", "o.login"),
        ObjectKind::Bu => ("units", "o.name", "o.name_key"),
        ObjectKind::AssetGroup => ("asset_groups", "o.name", "o.name_key"),
        ObjectKind::Asset => ("assets", "o.name", "o.name_key"),
        ObjectKind::Domain => ("domains", "o.name", "o.name_key"),
        ObjectKind::Appliance => ("appliances", "o.name", "o.name_key"),
        ObjectKind::Config => ("configs", "o.name", "o.name_key"),
        ObjectKind::Tag => ("tags", "o.name", "o.name_key"),
        ObjectKind::Ticket => ("tickets", "o.title", "NULL"),
        ObjectKind::Scan => ("scans", "o.title", "NULL"),
        ObjectKind::RemediationPolicy => ("remediation_policies", "o.name", "o.name_key"),
        ObjectKind::AuthRecord => ("auth_records", "o.name", "o.name_key"),
        ObjectKind::Group => ("user_groups", "o.name", "o.name_key"),
        ObjectKind::Project => ("projects", "o.name", "o.name_key"),
        ObjectKind::Profile => ("fim_profiles", "o.name", "o.name_key"),
        ObjectKind::Event => ("fim_events", "o.path", "NULL"),
        ObjectKind::Incident => ("fim_incidents", "o.title", "NULL"),
        ObjectKind::Rule => ("fim_rules", "o.name", "o.name_key"),
        ObjectKind::Report => ("fim_reports", "o.name", "o.name_key"),
        ObjectKind::ReportRule => ("fim_report_rules", "o.name", "o.name_key"),
        ObjectKind::Mail => ("mails", "o.recipient", "NULL"),
        ObjectKind::Subscription => return None,
    })
}

/// Every object of that name; several only for assets and configurations.
pub fn by_key(conn: &Conn, kind: ObjectKind, key: &str) -> Result<Vec<Named>> {
    let Some((table, name, column)) = columns(kind) else { return Ok(Vec::new()) };
    conn.all(&format!("SELECT o.id, {name} FROM {table} o WHERE {column} = ?1 ORDER BY o.id"), [key], named)
}

/// Each name of a kind with the form in which it is compared, of kinds that store one.
pub fn keys(conn: &Conn, kind: ObjectKind, mut sink: impl FnMut(String, String) -> Result<()>) -> Result<()> {
    let Some((table, name, column)) = columns(kind).filter(|(.., column)| column.ends_with("name_key")) else {
        return Ok(());
    };
    let sql = format!("SELECT {name}, {column} FROM {table} o WHERE {column} IS NOT NULL ORDER BY o.id");
    conn.each(&sql, &[], |row| Ok((row.get(0)?, row.get(1)?)), |(name, key)| sink(name, key))
}

/// The object with that id.
pub fn by_id(conn: &Conn, kind: ObjectKind, id: Id) -> Result<Option<Named>> {
    let Some((table, name, _)) = columns(kind) else { return Ok(None) };
    conn.maybe(&format!("SELECT o.id, COALESCE({name}, '') FROM {table} o WHERE o.id = ?1"), [id], named)
}

/// The objects of a kind, `o`, that fit a condition, by id.
pub fn those(conn: &Conn, kind: ObjectKind, condition: &str, params: impl Params) -> Result<Vec<ObjectRef>> {
    let Some((table, name, _)) = columns(kind) else { return Ok(Vec::new()) };
    let found =
        conn.all(&format!("SELECT o.id, {name} FROM {table} o WHERE {condition} ORDER BY o.id"), params, named)?;
    Ok(found.into_iter().map(|one| ObjectRef::new(kind, one.id, one.name)).collect())
}

/// The names of every object of the kind within reach.
pub fn within(conn: &Conn, kind: ObjectKind, action: Action, reach: Reach, actor: &Actor) -> Result<HashSet<String>> {
    let Some((table, name, _)) = columns(kind) else { return Ok(HashSet::new()) };
    let clause = Scope::of(action).clause(reach);
    let sql = format!("SELECT {name} FROM {table} o WHERE {clause}");
    let mut names = HashSet::new();
    let keep = |name: Option<String>| {
        names.extend(name);
        Ok(())
    };
    conn.each(&sql, &[&actor.id, &actor.unit_id()], |row| row.get(0), keep)?;
    Ok(names)
}

/// Which users are meant; of other kinds, all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Among {
    /// Every one.
    All,
    /// Members of a group or project, and those to whom an asset group is assigned.
    Inside((ObjectKind, Id)),
    /// The others.
    Outside((ObjectKind, Id)),
    /// Who may be activated.
    Inactive,
    /// Who may be deactivated.
    Active,
}

impl Among {
    /// The condition on the user `o`; the group or project is `?5`.
    fn condition(self) -> String {
        let members = |kind| match kind {
            ObjectKind::Group => "(SELECT m.user_id FROM user_group_members m WHERE m.group_id = ?5)",
            ObjectKind::AssetGroup => "(SELECT m.user_id FROM asset_group_users m WHERE m.group_id = ?5)",
            _ => "(SELECT m.user_id FROM project_users m WHERE m.project_id = ?5)",
        };
        match self {
            Self::All => "?5 >= 0".to_owned(),
            Self::Inside((kind, _)) => format!("o.id IN {}", members(kind)),
            Self::Outside((kind, _)) => format!("o.id NOT IN {}", members(kind)),
            Self::Inactive => "o.status = 'inactive' AND ?5 >= 0".to_owned(),
            Self::Active => "o.status <> 'inactive' AND ?5 >= 0".to_owned(),
        }
    }

    const fn id(self) -> Id {
        match self {
            Self::Inside((_, id)) | Self::Outside((_, id)) => id,
            _ => 0,
        }
    }
}

/// What a name begins with, and where it may lie.
#[derive(Debug)]
pub struct Beginning<'t> {
    /// The kind of object.
    pub kind: ObjectKind,
    /// The beginning, in the form in which names are compared.
    pub typed: &'t str,
    /// Where objects lie.
    pub scope: Scope,
    /// How far the actor reaches.
    pub reach: Reach,
    /// Which users are meant.
    pub among: Among,
}

/// A name, and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// What an object is called by.
    pub name: String,
    /// What else is known of it; empty where the name says all.
    pub about: String,
}

/// Names that begin so, of objects within reach, by name. If there are more than so many, the very last one comes
/// behind the first ones.
pub fn beginning(conn: &Conn, actor: &Actor, wanted: &Beginning<'_>, most: usize) -> Result<Vec<Name>> {
    let Some((table, name, column)) = columns(wanted.kind) else { return Ok(Vec::new()) };
    let (clause, among) = (wanted.scope.clause(wanted.reach), wanted.among.condition());
    let by_number = wanted.kind.goes_by_number();
    let (shown, about, fits, order) = if by_number {
        ("CAST(o.id AS TEXT)", name, "CAST(o.id AS TEXT) >= ?3 AND CAST(o.id AS TEXT) < ?4", "o.id")
    } else {
        let about = if wanted.kind == ObjectKind::User {
            "trim(COALESCE(o.first_name, '') || ' ' || COALESCE(o.last_name, ''))"
        } else {
            "''"
        };
        (name, about, "{column} >= ?3 AND {column} < ?4", column)
    };
    let fits = fits.replace("{column}", column);
    let query = |descending: bool, most: usize| {
        let direction = if descending { "DESC" } else { "ASC" };
        let sql = format!(
            "SELECT {shown}, COALESCE({about}, '') FROM {table} o
              WHERE {fits} AND {clause} AND {among} AND (?1 > 0 OR ?2 > 0) ORDER BY {order} {direction} LIMIT {most}"
        );
        let to = format!("{}\u{10ffff}", wanted.typed);
        let params = (actor.id, actor.unit_id(), wanted.typed, to, wanted.among.id());
        conn.all(&sql, params, |row| Ok(Name { name: row.get(0)?, about: row.get(1)? }))
    };
    let mut found = query(by_number, most)?;
    if found.len() == most && !by_number {
        found.extend(query(true, 1)?);
    }
    found.dedup();
    Ok(found)
}
