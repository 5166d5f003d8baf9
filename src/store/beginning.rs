//! Names that begin as typed, for completion and for `did you mean`.

use super::Conn;
use super::scope::Scope;
use super::scope::table;
use crate::domain::matrix::Reach;
use crate::domain::{Actor, Id, ObjectKind, Result};

/// Up to so many members, they are looked up and put in order; of more, the first ones are found by going over all
/// users in order.
const FEW: usize = 2_000;

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

/// The table that says who is in it, and its column for what they are in.
const fn members(kind: ObjectKind) -> (&'static str, &'static str) {
    match kind {
        ObjectKind::Group => ("user_group_members", "group_id"),
        ObjectKind::AssetGroup => ("asset_group_users", "group_id"),
        _ => ("project_users", "project_id"),
    }
}

impl Among {
    /// The condition on the user `o`; the group or project is `?5`.
    fn condition(self, few: bool) -> String {
        match self {
            Self::All => "?5 >= 0".to_owned(),
            Self::Inside((kind, _)) if few => {
                let (table, column) = members(kind);
                format!("o.id IN (SELECT m.user_id FROM {table} m WHERE m.{column} = ?5)")
            }
            Self::Inside((kind, _)) | Self::Outside((kind, _)) => {
                let (table, column) = members(kind);
                let not = if matches!(self, Self::Outside(_)) { "NOT " } else { "" };
                format!("{not}EXISTS (SELECT 1 FROM {table} m WHERE m.user_id = o.id AND m.{column} = ?5)")
            }
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

    /// Whether only a few users are meant, so that they are put in order once they are found.
    fn is_few(self, conn: &Conn) -> Result<bool> {
        let (kind, id) = match self {
            Self::Inside(group) => group,
            Self::Inactive => return Ok(true),
            _ => return Ok(false),
        };
        let (table, column) = members(kind);
        let sql = format!("SELECT 1 FROM {table} WHERE {column} = ?1 LIMIT {}", FEW + 1);
        Ok(conn.all(&sql, [id], |row| row.get::<i64>(0))?.len() <= FEW)
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
    pub id: Id,
    /// What an object is called by.
    pub name: String,
    /// What else is known of it; empty where the name says all.
    pub about: String,
}

/// Names that begin so, of objects within reach, by name; of kinds that go by number, the newest. If there are more
/// than so many names, the very last one comes behind the first ones.
pub fn names(conn: &Conn, actor: &Actor, wanted: &Beginning<'_>, most: usize) -> Result<Vec<Name>> {
    let Some((table, name, column)) = table(wanted.kind) else { return Ok(Vec::new()) };
    let few = wanted.among.is_few(conn)?;
    let by_number = wanted.kind.goes_by_number();
    let (shown, about) = match wanted.kind {
        ObjectKind::User => (name, "trim(COALESCE(o.first_name, '') || ' ' || COALESCE(o.last_name, ''))"),
        _ if by_number => ("CAST(o.id AS TEXT)", name),
        _ => (name, "''"),
    };
    // Few users are looked at one by one: an expression keeps the engine from going over all names instead.
    let compared = match (by_number, few) {
        (true, _) => shown.to_owned(),
        (_, true) => format!("({column} || '')"),
        _ => column.to_owned(),
    };
    let order = if by_number { "o.id" } else { &compared };
    let (clause, among) = (wanted.scope.clause(wanted.reach), wanted.among.condition(few));
    let query = |direction: &str, most: usize| {
        let sql = format!(
            "SELECT {shown}, COALESCE({about}, ''), o.id FROM {table} o
              WHERE {compared} >= ?3 AND {compared} < ?4 AND {clause} AND {among} AND (?1 > 0 OR ?2 > 0)
              ORDER BY {order} {direction} LIMIT {most}"
        );
        let to = format!("{}\u{10ffff}", wanted.typed);
        let params = (actor.id, actor.unit_id(), wanted.typed, to, wanted.among.id());
        conn.all(&sql, params, |row| {
            let (name, about, id) = row.read()?;
            Ok(Name { id, name, about })
        })
    };
    let mut found = query(if by_number { "DESC" } else { "ASC" }, most)?;
    if found.len() == most && !by_number {
        found.extend(query("DESC", 1)?);
    }
    found.dedup_by(|one, other| (&one.name, &one.about) == (&other.name, &other.about));
    Ok(found)
}
