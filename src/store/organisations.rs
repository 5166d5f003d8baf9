//! The organisations of a server, each a schema, with the safety copies of each.

use super::copy_names::{short_hash, stamp};
use super::{Conn, Tx, migrate};
use crate::domain::{Result, Time};

/// What tells a safety copy from an organisation: its name goes on so behind that of the organisation.
const COPY: &str = "_before_restore_";
/// The longest name of a schema.
const LONGEST: usize = 63;

/// An organisation, as a list shows it.
pub struct Organisation {
    /// Its schema; none: it has a file of its own.
    pub schema: Option<String>,
    pub name: String,
    /// The version of its tables.
    pub version: i64,
    pub user_count: i64,
    /// When the newest entry of its log was made.
    pub last_entry_at: Option<Time>,
}

/// The schemas of the organisations that the connection may look into, by name; safety copies aside.
pub fn schemas(conn: &Conn) -> Result<Vec<String>> {
    let all: Vec<String> = conn.all(
        "SELECT n.nspname::text FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = 'provost_schema'
           JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'version' AND a.atttypid = 'bigint'::regtype
          WHERE c.relkind = 'r' AND n.nspname ~ '^[a-z][a-z0-9_]*$'
            AND (SELECT count(*) FROM pg_class t WHERE t.relnamespace = n.oid AND t.relkind = 'r'
                    AND t.relname IN ('subscriptions', 'users', 'log_occasions')) = 3
            AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') ORDER BY n.nspname COLLATE \"C\"",
        [],
        |row| row.get(0),
    )?;
    Ok(all.into_iter().filter(|name| !is_copy(name)).collect())
}

/// Each organisation at the place of the connection.
pub fn each(conn: &Conn, mut sink: impl FnMut(Organisation) -> Result<()>) -> Result<()> {
    if conn.server().is_none() {
        let version = migrate::version(conn)?;
        let (name, user_count, last_entry_at) = conn.one(&facts(""), [], |row| row.read())?;
        return sink(Organisation { schema: None, name, version, user_count, last_entry_at });
    }
    for schema in schemas(conn)? {
        let of_schema = format!("\"{schema}\".");
        // Of one that is damaged is told what is there.
        let sql = format!(
            "SELECT f.*, p.version FROM (SELECT 1) x LEFT JOIN ({}) f ON TRUE LEFT JOIN {of_schema}provost_schema p ON TRUE",
            facts(&of_schema)
        );
        let (name, user_count, last_entry_at, version) =
            conn.one(&sql, [], |row| row.read::<(Option<String>, Option<i64>, Option<Time>, Option<i64>)>())?;
        let (name, user_count) = (name.unwrap_or_default(), user_count.unwrap_or_default());
        let version = version.unwrap_or_default();
        sink(Organisation { schema: Some(schema), name, version, user_count, last_entry_at })?;
    }
    Ok(())
}

fn facts(schema: &str) -> String {
    format!(
        "SELECT s.name, (SELECT count(*) FROM {schema}users), (SELECT o.at FROM {schema}log_occasions o ORDER BY o.id DESC LIMIT 1)
           FROM {schema}subscriptions s"
    )
}

/// Gives the organisation of the transaction another name, or drops it, so that another one can take its place.
pub fn put_aside(tx: &Tx<'_>, aside: Option<&str>) -> Result<()> {
    let Some(server) = tx.server() else { return Ok(()) };
    let schema = &server.organisation;
    match aside {
        Some(name) => tx.batch(&format!("ALTER SCHEMA \"{schema}\" RENAME TO \"{name}\"")),
        None => tx.batch(&format!("DROP SCHEMA \"{schema}\" CASCADE")),
    }
}

/// The safety copies of the connection's organisation, the newest first.
pub fn copies(conn: &Conn) -> Result<Vec<String>> {
    let Some(server) = conn.server() else { return Ok(Vec::new()) };
    let beginning = beginning(&server.organisation);
    let all: Vec<String> = conn.all(
        "SELECT nspname::text FROM pg_namespace WHERE starts_with(nspname, ?1) ORDER BY nspname COLLATE \"C\" DESC",
        [&beginning],
        |row| row.get(0),
    )?;
    Ok(all.into_iter().filter(|name| is_copy(name)).collect())
}

/// The name of the next one.
pub fn next_copy(conn: &Conn, now: Time) -> Result<String> {
    let Some(server) = conn.server() else { return Ok(String::new()) };
    let first = format!("{}{}", beginning(&server.organisation), stamp(now).to_ascii_lowercase());
    let taken = copies(conn)?;
    let numbered = (2..).map(|number| format!("{first}_{number}"));
    Ok(std::iter::once(first.clone()).chain(numbered).find(|name| !taken.contains(name)).unwrap_or(first))
}

/// Drops the oldest copies beyond so many.
pub fn trim_copies(tx: &Tx<'_>, keep: usize) -> Result<()> {
    for copy in copies(tx)?.iter().skip(keep) {
        tx.batch(&format!("DROP SCHEMA \"{copy}\" CASCADE"))?;
    }
    Ok(())
}

/// What the names of all copies of an organisation begin with: its name, or of a long one its beginning and a part of its hash.
fn beginning(schema: &str) -> String {
    // A stamp and a number must have room behind it.
    let most = LONGEST - COPY.len() - "20261129t101500z_999".len();
    if schema.len() <= most {
        return format!("{schema}{COPY}");
    }
    let hash = short_hash(schema.as_bytes());
    let shortened = schema.get(..most - hash.len() - 1).unwrap_or(schema);
    format!("{shortened}_{hash}{COPY}")
}

/// Whether it is a safety copy.
pub fn is_copy(schema: &str) -> bool {
    schema.split_once(COPY).is_some_and(|(_, stamp)| stamp.starts_with(|first: char| first.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_of_one_organisation_are_never_taken_for_those_of_another() {
        let long = "b".repeat(31);
        let names = ["acme", "acme_1", &long, &format!("{long}_one"), &format!("{long}_two")].map(beginning);
        for (at, one) in names.iter().enumerate() {
            let copy = format!("{one}20261129t101500z_999");
            assert!(copy.len() <= LONGEST && is_copy(&copy), "{copy}");
            assert!(names.iter().enumerate().all(|(other, name)| other == at || !copy.starts_with(name.as_str())));
        }
        assert!(!is_copy("acme") && !is_copy("acme_before_restore_mine"));
    }
}
