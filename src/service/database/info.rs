//! What is in the database file, and how it is stored.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::{Result, Time};
use crate::service::App;
use crate::store::safety::SafetyCopies;
use crate::store::{self, OpenMode};

/// Facts about the file.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Info {
    /// The database file.
    pub path: String,
    /// The organisation's name.
    pub subscription: String,
    /// The subscription's random id.
    pub subscription_id: String,
    /// When it was founded.
    pub created_at: Time,
    /// The version of the schema in the file.
    pub schema: i64,
    /// The version that this program needs.
    pub needed_schema: i64,
    /// Whether `db migrate` is due.
    pub needs_migration: bool,
    /// How changes are made durable.
    pub journal_mode: String,
    /// Bytes of the file.
    pub size_bytes: i64,
    /// Bytes in it that are free to be used again.
    pub free_bytes: i64,
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
    /// How many operations are kept, to be looked at and undone (OP-2).
    pub operation_count: i64,
    /// How many changes of rows.
    pub history_change_count: i64,
    /// Since when.
    pub history_since: Option<Time>,
    /// Where safety copies are kept.
    pub safety_folder: String,
    /// The safety copies, the newest first.
    pub safety_copies: Vec<String>,
}

/// Looks at the file, whatever its version.
///
/// # Errors
/// `unusable` if it is foreign, newer or damaged.
pub fn info(app: &App<'_>, copies: &SafetyCopies) -> Result<Info> {
    let conn = app.open(OpenMode::Inspect)?;
    conn.begin_read()?;
    let (schema, needed_schema) = (store::migrate::version(&conn)?, store::migrate::current_version());
    let facts = store::statistics::of(&conn)?;
    let folder = app.database.file().map(|path| copies.folder_of(path).display().to_string());
    let kept = match app.database.file() {
        Some(path) => copies.list(path)?.iter().map(|path| path.display().to_string()).collect(),
        None => store::organisations::copies(&conn)?,
    };
    Ok(Info {
        path: app.database.to_string(),
        subscription: facts.name,
        subscription_id: facts.subscription_id,
        created_at: facts.created_at,
        schema,
        needed_schema,
        needs_migration: schema != needed_schema,
        journal_mode: facts.journal_mode,
        size_bytes: facts.size_bytes,
        free_bytes: facts.free_bytes,
        user_count: facts.user_count,
        unit_count: facts.unit_count,
        asset_count: facts.asset_count,
        log_entry_count: facts.log_entry_count,
        last_entry_at: facts.last_entry_at,
        operation_count: facts.kept.as_ref().map_or(0, |kept| kept.operation_count),
        history_change_count: facts.kept.as_ref().map_or(0, |kept| kept.change_count),
        history_since: facts.kept.and_then(|kept| kept.since),
        safety_folder: folder.unwrap_or_default(),
        safety_copies: kept,
    })
}
