//! Facts about a database file.

use super::history::pruning::{self, Kept};
use super::{Conn, log, migrate};
use crate::domain::{Result, Time};

/// What is in a database, and how it is stored.
pub struct Statistics {
    /// Bytes of all pages.
    pub size_bytes: i64,
    /// Bytes of pages that are free to be used again.
    pub free_bytes: i64,
    /// How changes are made durable: `wal` in normal operation.
    pub journal_mode: String,
    /// The subscription's id.
    pub subscription_id: String,
    pub name: String,
    /// When it was founded.
    pub created_at: Time,
    /// How many users there are.
    pub user_count: i64,
    /// How many business units.
    pub unit_count: i64,
    /// How many assets.
    pub asset_count: i64,
    /// How many entries the log has.
    pub log_entry_count: i64,
    /// When the newest was made.
    pub last_entry_at: Option<Time>,
    /// How much of the past is kept; nothing before schema 11.
    pub kept: Option<Kept>,
}

/// Looks at a database of any version.
pub fn of(conn: &Conn) -> Result<Statistics> {
    let number = |sql: &str| conn.one(sql, [], |row| row.get::<i64>(0));
    // Until schema 9 each entry said by itself when it was written.
    let version = migrate::version(conn)?;
    let at = if version < 9 { "log_entries" } else { "log_occasions" };
    let (size_bytes, free_bytes, journal_mode) = storage(conn)?;
    let (subscription_id, name, created_at) =
        conn.one("SELECT id, name, created_at FROM subscriptions", [], |row| row.read())?;
    Ok(Statistics {
        size_bytes,
        free_bytes,
        journal_mode,
        subscription_id,
        name,
        created_at,
        user_count: number("SELECT count(*) FROM users")?,
        unit_count: number("SELECT count(*) FROM units")?,
        asset_count: number(if version < 9 {
            "SELECT count(*) FROM assets"
        } else {
            "SELECT asset_count FROM subscriptions"
        })?,
        log_entry_count: if version < 9 {
            number("SELECT count(*) FROM log_entries")?
        } else {
            log::Ends::of(conn)?.count()
        },
        last_entry_at: conn.one(
            &format!("SELECT max(at) FROM (SELECT at FROM {at} ORDER BY id DESC LIMIT 1) newest"),
            [],
            |row| row.get(0),
        )?,
        kept: if version < 11 { None } else { Some(pruning::kept(conn)?) },
    })
}

/// Bytes, bytes that are free, and how changes are made durable.
fn storage(conn: &Conn) -> Result<(i64, i64, String)> {
    let number = |sql: &str| conn.one(sql, [], |row| row.get::<i64>(0));
    if conn.server().is_some() {
        let sql = "SELECT COALESCE(sum(pg_total_relation_size(c.oid)), 0) FROM pg_class c
                    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'";
        return Ok((number(sql)?, 0, "server".to_owned()));
    }
    let page_size = number("PRAGMA page_size")?;
    let (pages, free) = (number("PRAGMA page_count")?, number("PRAGMA freelist_count")?);
    Ok((page_size * pages, page_size * free, conn.one("PRAGMA journal_mode", [], |row| row.get(0))?))
}

/// What a restore brings back and takes away, compared with the database `present` that is attached.
pub struct Comparison {
    /// Users who are there again, or no longer deactivated or locked.
    pub users_back: Vec<String>,
    /// Users who are no longer there.
    pub users_gone: Vec<String>,
    /// API tokens that work again: their user and name.
    pub tokens_back: Vec<(String, String)>,
}

/// Compares with `present`, of the same subscription and version. Somebody is the same who has the same id, login and
/// time of creation: a restore gives out ids again.
pub fn compare(conn: &Conn, now: Time) -> Result<Comparison> {
    const SAME: &str = "p.id = u.id AND p.login = u.login AND p.created_at = u.created_at";
    let logins = |sql: String| conn.all(&sql, [], |row| row.get(0));
    Ok(Comparison {
        users_back: logins(format!(
            "SELECT u.login FROM main.users u LEFT JOIN present.users p ON {SAME}
              WHERE p.id IS NULL OR (p.status IN ('inactive', 'locked') AND u.status NOT IN ('inactive', 'locked'))
              ORDER BY u.login_key"
        ))?,
        users_gone: logins(format!(
            "SELECT p.login FROM present.users p LEFT JOIN main.users u ON {SAME} WHERE u.id IS NULL ORDER BY p.login_key"
        ))?,
        tokens_back: conn.all(
            "SELECT u.login, t.name FROM main.api_tokens t JOIN main.users u ON u.id = t.user_id AND u.status = 'active'
              WHERE (t.expires_at IS NULL OR t.expires_at > ?1)
                AND NOT EXISTS (SELECT 1 FROM present.api_tokens p WHERE p.token_hash = t.token_hash)
              ORDER BY u.login_key, t.name_key",
            [now],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?,
    })
}
