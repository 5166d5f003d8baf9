//! Who is assigned to review incidents and correlation rules (FIM-13).

use crate::domain::{Id, Named, ObjectKind, ObjectRef, Result};
use crate::store::columns::named;
use crate::store::{Conn, Tx, naming};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reviewed {
    Incident,
    /// A correlation rule.
    Rule,
}

impl Reviewed {
    /// Both.
    pub const ALL: &'static [Self] = &[Self::Incident, Self::Rule];

    pub const fn kind(self) -> ObjectKind {
        match self {
            Self::Incident => ObjectKind::FimIncident,
            Self::Rule => ObjectKind::FimRule,
        }
    }

    /// The table of reviewers, its column of the object, and the table of objects.
    const fn tables(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Incident => ("fim_incident_reviewers", "incident_id", "fim_incidents"),
            Self::Rule => ("fim_rule_reviewers", "rule_id", "fim_rules"),
        }
    }
}

/// Assigns a reviewer; tells whether that is new.
pub fn add(tx: &Tx<'_>, on: Reviewed, object: Id, user: Id) -> Result<bool> {
    let (table, column, ..) = on.tables();
    let sql =
        format!("INSERT INTO {table} ({column}, user_id) VALUES (?1, ?2) ON CONFLICT ({column}, user_id) DO NOTHING");
    Ok(tx.run(&sql, (object, user))? > 0)
}

/// Ends the place of a reviewer; tells whether there was one.
pub fn remove(tx: &Tx<'_>, on: Reviewed, object: Id, user: Id) -> Result<bool> {
    let (table, column, ..) = on.tables();
    Ok(tx.run(&format!("DELETE FROM {table} WHERE {column} = ?1 AND user_id = ?2"), (object, user))? > 0)
}

/// The reviewers of an object, by login.
pub fn of(conn: &Conn, on: Reviewed, object: Id) -> Result<Vec<Named>> {
    let (table, column, ..) = on.tables();
    let sql = format!(
        "SELECT u.id, u.login FROM {table} x JOIN users u ON u.id = x.user_id WHERE x.{column} = ?1 ORDER BY u.login_key"
    );
    conn.all(&sql, [object], named)
}

/// What a user is assigned to review.
pub fn reviewed_by(conn: &Conn, user: Id) -> Result<Vec<ObjectRef>> {
    let mut reviewed = Vec::new();
    for on in Reviewed::ALL {
        let (table, column, _) = on.tables();
        let condition = format!("o.id IN (SELECT {column} FROM {table} WHERE user_id = ?1)");
        reviewed.extend(naming::those(conn, on.kind(), &condition, [user])?);
    }
    Ok(reviewed)
}

/// The pairs of creator and reviewer in which a user is either.
pub fn pairs_of(conn: &Conn, user: Id) -> Result<Vec<(Id, Id)>> {
    let mut pairs = Vec::new();
    for on in Reviewed::ALL {
        let (table, column, objects) = on.tables();
        let sql = format!(
            "SELECT o.creator_id, x.user_id FROM {table} x JOIN {objects} o ON o.id = x.{column}
              WHERE x.user_id = ?1 AND o.creator_id IS NOT NULL
             UNION
             SELECT o.creator_id, x.user_id FROM {objects} o JOIN {table} x ON x.{column} = o.id WHERE o.creator_id = ?1"
        );
        pairs.extend(conn.all(&sql, [user], |row| Ok((row.get(0)?, row.get(1)?)))?);
    }
    Ok(pairs)
}

/// What one user made and another is assigned to review.
pub fn shared_by(conn: &Conn, creator: Id, reviewer: Id) -> Result<Vec<ObjectRef>> {
    let mut shared = Vec::new();
    for on in Reviewed::ALL {
        let (table, column, _) = on.tables();
        let condition = format!("o.creator_id = ?1 AND o.id IN (SELECT {column} FROM {table} WHERE user_id = ?2)");
        shared.extend(naming::those(conn, on.kind(), &condition, (creator, reviewer))?);
    }
    Ok(shared)
}
