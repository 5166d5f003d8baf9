//! The schema and its versions: migrations are only ever appended.

pub use super::pinned::PINNED;

use super::ahead::VERSION_ON_SERVERS;
use super::location::Server;
use super::{Conn, Tx, asset_groups_of, log, refolding, ticket};
use crate::domain::{Error, Id, Kind, Result, Time};

/// Marks a file as ours: `prov` in ASCII.
const APPLICATION_ID: i64 = 0x7072_6f76;

/// A step to the next schema.
struct Migration {
    sql: &'static str,
    fill: Option<Fill>,
}

/// What the engine cannot work out by itself; tells what people should know of it.
type Fill = fn(&Tx<'_>) -> Result<Vec<String>>;

const fn sql(sql: &'static str) -> Migration {
    Migration { sql, fill: None }
}

/// The steps from nothing to the current schema.
const MIGRATIONS: &[Migration] = &[
    sql(include_str!("schema/0001_foundation.sql")),
    sql(include_str!("schema/0002_accounts.sql")),
    sql(include_str!("schema/0003_projects_tags.sql")),
    sql(include_str!("schema/0004_monitoring.sql")),
    sql(include_str!("schema/0005_restored_links.sql")),
    Migration { sql: include_str!("schema/0006_alike.sql"), fill: Some(ticket::fill_title_keys) },
    sql(include_str!("schema/0007_work.sql")),
    Migration { sql: include_str!("schema/0008_names.sql"), fill: Some(refolding::fill_keys) },
    Migration { sql: include_str!("schema/0009_lean.sql"), fill: Some(make_lean) },
    sql(include_str!("schema/0010_words.sql")),
    sql(include_str!("schema/0011_history.sql")),
    sql(include_str!("schema/0012_found_again.sql")),
];

/// Fills the tables of schema 9 and puts them in the place of the old ones.
fn make_lean(tx: &Tx<'_>) -> Result<Vec<String>> {
    log::repack(tx)?;
    asset_groups_of::fill_blocks(tx)?;
    tx.batch(include_str!("schema/0009_lean_done.sql"))?;
    Ok(Vec::new())
}

/// The version of the schema that this program writes.
pub fn current_version() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// The steps of a server, which begin where the embedded engine had come to when servers came.
const ON_SERVERS: &[(i64, &str)] = &[
    (10, include_str!("schema/shared/0010_tables.sql")),
    (11, include_str!("schema/shared/0011_history.sql")),
    (12, include_str!("schema/shared/0012_found_again.sql")),
];
/// The oldest server that speaks all that is said to it.
const OLDEST_SERVER: i64 = 15;

/// Creates the current schema in an empty database.
pub fn create(tx: &Tx<'_>) -> Result<()> {
    create_as(tx, current_version())
}

/// Creates the schema of some version in an empty database.
pub fn create_as(tx: &Tx<'_>, version: i64) -> Result<()> {
    if let Some(server) = tx.server() {
        tx.batch(&format!("CREATE SCHEMA IF NOT EXISTS \"{}\"", server.organisation))?;
        check_place(tx, server)?;
    }
    apply(tx, 0, version).map(drop)
}

/// Refuses a schema that holds anything, and a database that takes some names only.
fn check_place(tx: &Tx<'_>, server: &Server) -> Result<()> {
    let sql = "SELECT current_setting('server_encoding'),
                EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = current_schema()::regnamespace)";
    let (encoding, holds_others) = tx.one(sql, [], |row| row.read::<(String, bool)>())?;
    if holds_others {
        return Err(server.holds_other_tables());
    }
    if encoding == "UTF8" {
        return Ok(());
    }
    let message =
        format!("the database {} takes names in {encoding} only, and they may be in any alphabet", server.place());
    Err(Error::new(Kind::Unusable, message)
        .hint("have another one made: `createdb --encoding UTF8 --template template0 NAME`"))
}

/// Whether an organisation is there on the server.
pub fn is_there(conn: &Conn) -> Result<bool> {
    let (version, found) = conn.one(
        "SELECT current_setting('server_version_num'), to_regclass('provost_schema') IS NOT NULL",
        [],
        |row| row.read::<(String, bool)>(),
    )?;
    check_server(&version)?;
    Ok(found)
}

fn check_server(version: &str) -> Result<()> {
    let major = version.parse::<i64>().unwrap_or_default() / 10_000;
    if major >= OLDEST_SERVER {
        return Ok(());
    }
    Err(Error::new(Kind::Unusable, format!("the server is PostgreSQL {major}; provost needs {OLDEST_SERVER} or newer"))
        .hint("have it upgraded, or name another server"))
}

/// Begins the transaction of an upgrade: tables are made anew in it, so that foreign keys are looked at at its end alone.
pub fn begin(conn: &Conn) -> Result<Tx<'_>> {
    if conn.server().is_none() {
        conn.batch("PRAGMA foreign_keys = OFF")?;
    }
    conn.begin_write()
}

/// Ends it.
pub fn commit(conn: &Conn, tx: Tx<'_>) -> Result<()> {
    tx.commit()?;
    if conn.server().is_none() { conn.batch("PRAGMA foreign_keys = ON") } else { Ok(()) }
}

/// Brings an older schema up to the current one; gives the version it had, and what people should know of it.
pub fn upgrade(tx: &Tx<'_>) -> Result<(i64, Vec<String>)> {
    let before = version(tx)?;
    let told = apply(tx, before, current_version()).map_err(|error| match error.kind {
        Kind::Internal => unlike_its_version(before).source(error),
        _ => error,
    })?;
    match foreign_keys(tx)?.first() {
        Some(broken) => Err(unlike_its_version(before).hint(format!("what is named there is missing: {broken}"))),
        None => Ok((before, told)),
    }
}

/// Applies every step after one version, up to another.
fn apply(tx: &Tx<'_>, from: i64, to: i64) -> Result<Vec<String>> {
    if tx.server().is_some() {
        return apply_on_a_server(tx, from, to);
    }
    let mut told = Vec::new();
    let steps = (1..).zip(MIGRATIONS).filter(|(version, _)| (from + 1..=to).contains(version));
    tx.unwatched(|| {
        for (_, migration) in steps {
            tx.batch(migration.sql)?;
            if let Some(fill) = migration.fill {
                told.extend(fill(tx)?);
            }
        }
        Ok(())
    })?;
    tx.batch(&format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {to}"))?;
    Ok(told)
}

fn apply_on_a_server(tx: &Tx<'_>, from: i64, to: i64) -> Result<Vec<String>> {
    for (_, sql) in ON_SERVERS.iter().filter(|(version, _)| (from + 1..=to).contains(version)) {
        tx.batch(sql)?;
    }
    tx.run(
        "INSERT INTO provost_schema (only_one, version) VALUES (1, ?1) ON CONFLICT (only_one) DO UPDATE SET version = ?1",
        [to],
    )?;
    Ok(Vec::new())
}

/// The version of a file of this program.
pub fn version(conn: &Conn) -> Result<i64> {
    if conn.server().is_some() {
        let (version, server, now) = conn.one(VERSION_ON_SERVERS, [], |row| row.read::<(i64, String, Time)>())?;
        check_server(&server)?;
        conn.note_time(now);
        return Ok(version);
    }
    let application: i64 = conn.one("PRAGMA application_id", [], |row| row.get(0))?;
    if application != APPLICATION_ID {
        if !conn.exists("SELECT 1 FROM sqlite_schema", [])? {
            return Err(Error::new(Kind::Unusable, "the file is empty: there is no database in it")
                .code("damaged")
                .hint("restore a backup into its place: `provost db restore FILE`"));
        }
        return Err(Error::new(Kind::Unusable, "the file is a database, but not one of provost")
            .hint("name another file with `--db PATH`"));
    }
    let version = conn.one("PRAGMA user_version", [], |row| row.get(0))?;
    if version < 1 { Err(unlike_its_version(version)) } else { Ok(version) }
}

/// The tables are not those of the version that the file says it has.
fn unlike_its_version(version: i64) -> Error {
    Error::new(Kind::Unusable, format!("the database is damaged: its tables are not those of a schema {version}"))
        .code("damaged")
        .hint("nothing was changed; restore a backup of it, or name another file with `--db`")
}

/// Checks that the file is a database of this program, in the current version.
pub fn check_version(conn: &Conn) -> Result<()> {
    let version = version(conn)?;
    refuse_newer(version)?;
    if version == current_version() {
        return Ok(());
    }
    Err(Error::new(
        Kind::Unusable,
        format!("the database has the older schema {version}; this program needs {}", current_version()),
    )
    .code("needs-migration")
    .hint("bring it up to date: `provost db migrate`"))
}

/// Refuses what a newer program wrote.
pub fn check_not_newer(conn: &Conn) -> Result<()> {
    refuse_newer(version(conn)?)
}

fn refuse_newer(version: i64) -> Result<()> {
    if version <= current_version() {
        return Ok(());
    }
    Err(Error::new(
        Kind::Unusable,
        format!("the database has the newer schema {version}; this program knows {}", current_version()),
    )
    .code("newer")
    .hint("install a newer version of provost"))
}

/// Rows that name what is not there.
pub fn foreign_keys(conn: &Conn) -> Result<Vec<String>> {
    if conn.server().is_some() {
        // A server never lets go of them.
        return Ok(Vec::new());
    }
    conn.all("PRAGMA foreign_key_check", [], |row| {
        let (table, row_id, parent, _) = row.read::<(String, Option<Id>, String, Option<i64>)>()?;
        Ok(format!("{table} {}: not in {parent}", row_id.map_or_else(|| "row".to_owned(), |id| id.to_string())))
    })
}

/// The schema of a server, as [`dump`] gives it.
pub const PINNED_ON_SERVERS: &str = include_str!("schema/shared/current.txt");

/// The schema of this version on the engine of a connection.
pub fn pinned(conn: &Conn) -> &'static str {
    if conn.server().is_some() { PINNED_ON_SERVERS } else { PINNED }
}

/// What a server's catalogue says of the tables of an organisation: columns, keys and checks, indexes, views, functions.
const CATALOGUE: &str = r#"SELECT line FROM (
    SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
           || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
           || CASE WHEN a.attidentity <> '' THEN ' IDENTITY' ELSE '' END
           || COALESCE(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '') AS line, 1 AS part, c.relname AS of, a.attnum AS at
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL
    SELECT c.relname || ': ' || pg_get_constraintdef(k.oid), 2, c.relname, 0
      FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE k.connamespace = current_schema()::regnamespace
    UNION ALL
    SELECT replace(indexdef, ' ' || schemaname || '.', ' '), 3, tablename, 0 FROM pg_indexes WHERE schemaname = current_schema()
    UNION ALL
    SELECT viewname || ': ' || regexp_replace(definition, '\s+', ' ', 'g'), 4, viewname, 0 FROM pg_views WHERE schemaname = current_schema()
    UNION ALL
    SELECT c.relname || ': ' || replace(pg_get_triggerdef(t.oid), current_schema() || '.', ''), 6, c.relname, 0
      FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
     WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal
    UNION ALL
    SELECT proname || ': ' || regexp_replace(prosrc, '\s+', ' ', 'g'), 5, proname, 0 FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
  ) catalogue ORDER BY part, of COLLATE "C", at, line COLLATE "C""#;

/// The schema as the engine keeps it, one statement after the other.
pub fn dump(conn: &Conn) -> Result<String> {
    if conn.server().is_some() {
        let lines: Vec<String> = conn.all(CATALOGUE, [], |row| row.get(0))?;
        return Ok(lines.into_iter().map(|line| line + ";\n").collect());
    }
    let sql =
        "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' ORDER BY type DESC, name";
    let statements: Vec<String> = conn.all(sql, [], |row| row.get(0))?;
    Ok(statements.into_iter().map(|statement| statement + ";\n").collect())
}
