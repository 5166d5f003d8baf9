//! Settings that differ from their defaults.

use super::{Conn, Tx};
use crate::domain::settings::Value;
use crate::domain::{Key, Result, Settings};

/// All of them.
pub fn all(conn: &Conn) -> Result<Settings> {
    let mut values = Vec::new();
    for (key, text) in conn.all("SELECT key, value FROM settings ORDER BY key", [], |row| {
        Ok((row.get::<_, Key>(0)?, row.get::<_, String>(1)?))
    })? {
        values.push((key, key.parse(&text)?));
    }
    Ok(values.into_iter().collect())
}

/// Sets one.
pub fn upsert(tx: &Tx<'_>, key: Key, value: &Value) -> Result<()> {
    tx.run(
        "INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value.to_string()),
    )?;
    Ok(())
}
