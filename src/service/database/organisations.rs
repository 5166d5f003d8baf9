//! Which organisations there are at the place of a database: one in a file, any number on a server.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::moment::Tense;
use crate::domain::query::Holds;
use crate::domain::{Result, Time};
use crate::service::App;
use crate::service::listing::Sink;
use crate::store;
use crate::store::listing::column::{self, Column, Listed};

/// An organisation in the list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Organisation {
    /// What an address calls it by; none: it has a file of its own.
    pub organisation: Option<String>,
    /// Its name.
    pub subscription: String,
    /// The version of its schema.
    pub schema: i64,
    /// Whether `db migrate` is due.
    pub needs_migration: bool,
    /// How many users there are.
    pub user_count: i64,
    /// When the newest entry of its log was made.
    pub last_entry_at: Option<Time>,
}

impl Listed for Organisation {
    const COLUMNS: &'static [Column] = &[
        column::computed("organisation", Holds::Text),
        column::computed("subscription", Holds::Text),
        column::computed("schema", Holds::Number),
        column::computed("needs_migration", Holds::Flag),
        column::computed("user_count", Holds::Number),
        column::computed("last_entry_at", Holds::Time(Tense::Past)),
    ];
}

/// Hands on each of them that may be read, whatever its version.
///
/// # Errors
/// `unusable` if the place cannot be reached.
pub fn list(app: &App<'_>, sink: Sink<'_, Organisation>) -> Result<()> {
    // No snapshot of all: a server would have to hold the tables of each.
    let conn = app.open_place()?;
    store::organisations::each(&conn, |found| {
        sink(Organisation {
            organisation: found.schema,
            subscription: found.name,
            schema: found.version,
            needs_migration: found.version != store::migrate::current_version(),
            user_count: found.user_count,
            last_entry_at: found.last_entry_at,
        })
    })
}
