//! A whole database, row by row, from one engine to the other: tables, and how far each has counted its ids.

use std::collections::BTreeMap;

use super::engine::Named;
use super::engine::param::names;
use super::{Conn, Tx, migrate, pinned};
use crate::domain::{Error, Id, Kind, Result};

/// A table as both engines have it.
struct Table {
    name: String,
    columns: Vec<Named>,
}

/// Makes a new database the same as another, of the same version: all of it, or nothing.
///
/// # Errors
/// `unusable` if either side fails.
pub fn copy(from: &Conn, onto: &Conn) -> Result<()> {
    from.begin_read()?;
    let tx = migrate::begin(onto)?;
    migrate::create_as(&tx, migrate::version(from)?)?;
    copy_rows(from, &tx)?;
    migrate::commit(onto, tx)
}

/// Copies every row of one snapshot into the empty tables of another database of the same schema.
///
/// # Errors
/// `unusable` if either side fails; nothing stays then, once the transaction is rolled back.
pub fn copy_rows(from: &Conn, onto: &Tx<'_>) -> Result<()> {
    from.begin_read()?;
    let aside = set_aside(onto)?;
    let there = tables(from)?;
    for table in tables(onto)? {
        if !there.iter().any(|one| one.name == table.name) {
            return Err(missing(&table.name));
        }
        copy_table(from, onto, &table)?;
    }
    onto.batch(&aside)?;
    count_from(onto, &ids(from)?)
}

fn missing(table: &str) -> Error {
    Error::new(Kind::Unusable, format!("the database is damaged: its table `{table}` is missing"))
        .code("damaged")
        .hint("look closer: `provost db check`")
}

fn copy_table(from: &Conn, onto: &Tx<'_>, table: &Table) -> Result<()> {
    let select = format!("SELECT {} FROM \"{}\"", names(&table.columns), table.name);
    onto.fill(&table.name, &table.columns, |next| from.each(&select, &[], |row| row.values(), |row| next(&row)))
}

/// The tables of the organisation with their columns, but for those in which an engine keeps its own books.
fn tables(conn: &Conn) -> Result<Vec<Table>> {
    let sql = if conn.server().is_some() {
        "SELECT c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod)
           FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
          WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND c.relname <> 'provost_schema'
            AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.relname COLLATE \"C\", a.attnum"
    } else {
        "SELECT t.name, c.name, c.type FROM sqlite_schema t JOIN pragma_table_info(t.name) c
          WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' ORDER BY t.name, c.cid"
    };
    let mut tables: Vec<Table> = Vec::new();
    for (table, name, kind) in conn.all(sql, [], |row| row.read::<(String, String, String)>())? {
        let column = Named { name, kind: pinned::kind_of(&kind)? };
        match tables.last_mut().filter(|last| last.name == table) {
            Some(last) => last.columns.push(column),
            None => tables.push(Table { name: table, columns: vec![column] }),
        }
    }
    Ok(tables)
}

/// Takes keys, indexes and triggers off the empty tables of a server, where rows may come in any order then, and quickly; gives the
/// statements that put them back. A file is as quick with them, and looks at its keys only in the end.
fn set_aside(onto: &Tx<'_>) -> Result<String> {
    if onto.server().is_none() {
        return Ok(String::new());
    }
    let off = "SELECT 'ALTER TABLE ' || conrelid::regclass || ' DROP CONSTRAINT ' || quote_ident(conname),
                      'ALTER TABLE ' || conrelid::regclass || ' ADD CONSTRAINT ' || quote_ident(conname) || ' ' || pg_get_constraintdef(oid)
                 FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace";
    let indexes = "SELECT 'DROP INDEX ' || i.indexrelid::regclass, pg_get_indexdef(i.indexrelid)
                     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                    WHERE c.relnamespace = current_schema()::regnamespace
                      AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u'))";
    let keys: Vec<(String, String)> = onto.all(off, [], |row| row.read())?;
    let indexes: Vec<(String, String)> = onto.all(indexes, [], |row| row.read())?;
    let watched = "SELECT 'ALTER TABLE ' || tgrelid::regclass || ' DISABLE TRIGGER ' || quote_ident(tgname),
                          'ALTER TABLE ' || tgrelid::regclass || ' ENABLE TRIGGER ' || quote_ident(tgname)
                     FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
                    WHERE c.relnamespace = current_schema()::regnamespace AND NOT tgisinternal";
    let watched: Vec<(String, String)> = onto.all(watched, [], |row| row.read())?;
    let all =
        |statements: &mut dyn Iterator<Item = &String>| statements.map(|one| format!("{one};\n")).collect::<String>();
    onto.batch(&all(&mut keys.iter().chain(&indexes).chain(&watched).map(|(off, _)| off)))?;
    // A key may need an index.
    Ok(all(&mut indexes.iter().chain(&keys).chain(&watched).map(|(_, on)| on)))
}

/// The highest id that each table has given out, also of rows that are gone: it is not given again.
fn ids(conn: &Conn) -> Result<BTreeMap<String, Id>> {
    let count = |(table, counter): &(String, String)| {
        format!("SELECT '{table}', last_value - CASE WHEN is_called THEN 0 ELSE 1 END FROM {counter}")
    };
    let sql = match conn.server() {
        Some(_) => counters(conn)?.iter().map(count).collect::<Vec<_>>().join(" UNION ALL "),
        None => "SELECT name, seq FROM sqlite_sequence".to_owned(),
    };
    conn.all(&sql, [], |row| row.read::<(String, Id)>()).map(|found| found.into_iter().collect())
}

/// What counts the ids of each table on a server.
fn counters(conn: &Conn) -> Result<Vec<(String, String)>> {
    let sql = "SELECT c.relname::text, pg_get_serial_sequence(quote_ident(c.relname), a.attname)
                 FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                WHERE c.relnamespace = current_schema()::regnamespace AND a.attidentity <> '' ORDER BY 1";
    conn.all(sql, [], |row| row.read())
}

/// Lets each table give the ids behind those that were given. What a file gives again, a server counts, too.
fn count_from(tx: &Tx<'_>, ids: &BTreeMap<String, Id>) -> Result<()> {
    if tx.server().is_some() {
        let counters = counters(tx)?;
        let setting = |(table, counter): &(String, String)| {
            let id = ids.get(table).copied().unwrap_or_default();
            format!(
                "SELECT setval('{counter}', greatest({id}, max(id), 1), greatest({id}, max(id)) > 0) FROM \"{table}\";"
            )
        };
        return tx.batch(&counters.iter().map(setting).collect::<String>());
    }
    let counted: Vec<String> =
        tx.all("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '% AUTOINCREMENT%'", [], |row| {
            row.get(0)
        })?;
    tx.run("DELETE FROM sqlite_sequence", [])?;
    ids.iter().filter(|(table, id)| **id > 0 && counted.contains(table)).try_for_each(|(table, id)| {
        tx.run("INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)", (table, *id)).map(drop)
    })
}
