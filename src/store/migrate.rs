//! The schema and its versions: migrations are only ever appended.

use super::{Conn, Tx};
use crate::domain::{Error, Kind, Result};

/// Marks a file as ours: `prov` in ASCII.
const APPLICATION_ID: i64 = 0x7072_6f76;
/// The steps from nothing to the current schema.
const MIGRATIONS: &[&str] = &[include_str!("schema/0001_foundation.sql")];

fn current_version() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// Creates the current schema in an empty database.
pub fn create(tx: &Tx<'_>) -> Result<()> {
    for migration in MIGRATIONS {
        tx.batch(migration)?;
    }
    tx.batch(&format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {}", current_version()))
}

/// Checks that the file is a database of this program, in the current version.
///
/// # Errors
/// `unusable`, telling whether it is foreign, older or newer.
pub fn check_version(conn: &Conn) -> Result<()> {
    let application: i64 = conn.one("PRAGMA application_id", [], |row| row.get(0))?;
    if application != APPLICATION_ID {
        return Err(Error::new(Kind::Unusable, "the file is a database, but not one of provost")
            .hint("name another file with `--db PATH`"));
    }
    let version: i64 = conn.one("PRAGMA user_version", [], |row| row.get(0))?;
    match version.cmp(&current_version()) {
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Less => Err(Error::new(
            Kind::Unusable,
            format!("the database has the older schema {version}; this program needs {}", current_version()),
        )
        .code("needs-migration")
        .hint("open it with the version of provost that made it")),
        std::cmp::Ordering::Greater => Err(Error::new(
            Kind::Unusable,
            format!("the database has the newer schema {version}; this program knows {}", current_version()),
        )
        .code("newer")
        .hint("install a newer version of provost")),
    }
}

/// The schema as the engine keeps it, one statement after the other.
pub fn dump(conn: &Conn) -> Result<String> {
    let sql =
        "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' ORDER BY type DESC, name";
    let statements: Vec<String> = conn.all(sql, [], |row| row.get(0))?;
    Ok(statements.into_iter().map(|statement| statement + ";\n").collect())
}
