//! Settings that differ from their defaults.

use super::ahead::SETTINGS;
use super::columns::List;
use super::{Conn, Tx};
use crate::domain::settings::Value;
use crate::domain::touch::Touch;
use crate::domain::{Error, Key, Result, Settings};

/// The subscription's id and all settings, in one query: every command begins with them.
pub fn with_subscription(conn: &Conn) -> Result<(String, Settings)> {
    maybe_with_subscription(conn)?.ok_or_else(|| Error::internal("there is no subscription"))
}

fn maybe_with_subscription(conn: &Conn) -> Result<Option<(String, Settings)>> {
    let found = conn.maybe(SETTINGS, [], |row| Ok((row.get(0)?, row.get::<List>(1)?.0)))?;
    let Some((id, set)) = found else { return Ok(None) };
    let mut values = Vec::with_capacity(set.len());
    for pair in &set {
        let (key, text) = pair.split_once('=').unwrap_or((pair, ""));
        let key: Key = key.parse()?;
        values.push((key, key.parse(text)?));
    }
    Ok(Some((id, values.into_iter().collect())))
}

/// The settings; before an organisation was founded, what holds until something is set (TIME-1).
pub fn all(conn: &Conn) -> Result<Settings> {
    maybe_with_subscription(conn).map(|found| found.map(|(_, settings)| settings).unwrap_or_default())
}

/// Sets one.
pub fn upsert(tx: &Tx<'_>, key: Key, value: &Value) -> Result<()> {
    tx.touch(Touch::Setting);
    tx.later(
        "INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value.to_string()),
    )?;
    Ok(())
}
