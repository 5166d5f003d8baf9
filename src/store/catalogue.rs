//! What the engine says of its tables.

use super::engine::{Named, Session};
use super::pinned::kind_of;
use crate::domain::Result;

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

/// The columns that no two rows of a table may share.
pub fn unique(session: &Session, table: &str) -> Result<Vec<Vec<String>>> {
    let sql = if session.server().is_some() {
        "SELECT i.indexrelid::bigint, a.attname::text FROM pg_index i
           JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey::int2[])
          WHERE i.indrelid = to_regclass(?1) AND i.indisunique AND NOT i.indisprimary ORDER BY 1, 2"
    } else {
        "SELECT l.seq, i.name FROM pragma_index_list(?1) l JOIN pragma_index_info(l.name) i
          WHERE l.\"unique\" = 1 AND l.origin <> 'pk' AND i.name IS NOT NULL ORDER BY 1, 2"
    };
    let mut found: Vec<(i64, Vec<String>)> = Vec::new();
    for (index, column) in session.all(sql, [table], |row| row.read::<(i64, String)>())? {
        match found.last_mut().filter(|(last, _)| *last == index) {
            Some((_, columns)) => columns.push(column),
            None => found.push((index, vec![column])),
        }
    }
    Ok(found.into_iter().map(|(_, columns)| columns).collect())
}
