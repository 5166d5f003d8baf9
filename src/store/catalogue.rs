//! What the engine says of its tables.

use super::engine::{Kind as Holds, Named, Session};
use crate::domain::{Error, Result};

/// The columns of a table, in their order, whatever else is seen in its place.
///
/// # Errors
/// `internal` for a column of a type that no table of this program has.
pub fn columns(session: &Session, table: &str) -> Result<Vec<Named>> {
    let sql = if session.server().is_some() {
        "SELECT a.attname::text, format_type(a.atttypid, a.atttypmod) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
          WHERE c.relname = ?1 AND c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"
    } else {
        "SELECT name, type FROM pragma_table_info(?1, 'main') ORDER BY cid"
    };
    let columns = session.all(sql, [table], |row| row.read::<(String, String)>())?;
    columns.into_iter().map(|(name, kind)| Ok(Named { name, kind: kind_of(&kind)? })).collect()
}

/// What a column of a type holds, as either engine calls it.
pub fn kind_of(kind: &str) -> Result<Holds> {
    match kind {
        "INTEGER" | "bigint" => Ok(Holds::Integer),
        "TEXT" | "text" => Ok(Holds::Text),
        "BLOB" | "bytea" => Ok(Holds::Bytes),
        other => Err(Error::internal(format!("no column of the type `{other}` can be copied"))),
    }
}
