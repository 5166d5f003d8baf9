//! Which rows name which: foreign keys, and what is unique, as the catalogue has them.

use super::changes::{Columns, RowChange};
use super::key::Key;
use super::tables::Kept;
use crate::domain::{Id, Result};
use crate::store::Conn;
use crate::store::engine::{Param, Value};

/// A column that names a row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub child: String,
    pub column: String,
    pub parent: String,
    pub may_be_absent: bool,
}

/// All of them.
pub fn all(conn: &Conn) -> Result<Vec<Link>> {
    let sql = if conn.server().is_some() {
        "SELECT c.relname::text, a.attname::text, p.relname::text, NOT a.attnotnull FROM pg_constraint k
           JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class p ON p.oid = k.confrelid
           JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
          WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace ORDER BY 1, 2"
    } else {
        "SELECT m.name, f.\"from\", f.\"table\", (SELECT c.\"notnull\" = 0 FROM pragma_table_info(m.name) c WHERE c.name = f.\"from\")
           FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY 1, 2"
    };
    conn.all(sql, [], |row| {
        let (child, column, parent, may_be_absent) = row.read()?;
        Ok(Link { child, column, parent, may_be_absent })
    })
}

/// The rows that name a row of a table.
pub fn naming(conn: &Conn, link: &Link, parent: Id) -> Result<Vec<Key>> {
    let Some(child) = Kept::named(&link.child).filter(|child| !child.is_made_only()) else { return Ok(Vec::new()) };
    keys(conn, child, &format!("t.{} = ?1", link.column), &[&parent])
}

/// The keys of the rows `t` of a table for which a condition holds.
fn keys(conn: &Conn, table: &'static Kept, condition: &str, values: &[&dyn Param]) -> Result<Vec<Key>> {
    let sql = format!("SELECT {}, {} FROM {} t WHERE {condition}", table.key1_of("t"), table.key2_of("t"), table.name);
    conn.all(&sql, values, |row| Ok(Key { table: table.number(), first: row.get(0)?, second: row.get(1)? }))
}

/// The rows that have what a row would have again, and nobody else may have.
pub fn taken(conn: &Conn, change: &RowChange, columns: &mut Columns<'_>) -> Result<Vec<(Key, String)>> {
    let Some(before) = &change.before else { return Ok(Vec::new()) };
    let fields = change.fields();
    let mut found = Vec::new();
    for names in columns.unique(change.table)?.iter() {
        let is_set = change.after.is_none() || names.iter().any(|name| fields.contains(&name.as_str()));
        if !is_set || names.iter().any(|name| !before.contains_key(name)) {
            continue;
        }
        let mut values: Vec<Value<'static>> = Vec::new();
        let mut conditions = Vec::new();
        for column in columns.of(change.table)?.iter().filter(|column| names.contains(&column.name)) {
            values.push(super::row::value(column, before)?);
            conditions.push(format!("t.{} = ?{}", column.name, values.len()));
        }
        let values: Vec<&dyn Param> = values.iter().map(|value| value as _).collect();
        let keys = keys(conn, change.table, &conditions.join(" AND "), &values)?;
        let what = names.iter().find(|name| name.ends_with("key") || **name == "address").or(names.first());
        found.extend(
            keys.into_iter().filter(|key| *key != change.key).map(|key| (key, what.cloned().unwrap_or_default())),
        );
    }
    Ok(found)
}
