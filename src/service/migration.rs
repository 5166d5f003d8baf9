//! Bringing an older database up to date (LOG-4): for whoever owns the file.

use serde::Serialize;

use crate::domain::{Action, ObjectRef, Result};
use crate::service::App;
use crate::service::app::{Done, Run, conclude, done};
use crate::service::journal::{Journal, Sentence};
use crate::store::{self, OpenMode};

/// The versions of the schema.
#[derive(Debug, Serialize)]
pub struct MigrationBody {
    /// The version before.
    pub before: i64,
    /// The version now.
    pub after: i64,
}

/// Applies what is missing, in one transaction; `os_user` is who ran the command.
///
/// # Errors
/// `unusable` if the file is foreign or newer than this program.
pub fn migrate(app: &App<'_>, os_user: &str) -> Result<Done<MigrationBody>> {
    let conn = app.open(OpenMode::Migrate)?;
    let tx = conn.begin_write()?;
    let (before, after) = store::migrate::upgrade(&tx)?;
    let mut journal = Journal::default();
    if before == after {
        return Ok(done(Action::DbMigrate, Run::Real, None, journal, MigrationBody { before, after }));
    }
    let rest = format!("the schema from {before} to {after}, as the operating-system user `{os_user}`");
    journal.sentence = Sentence::new("bring", "brought", rest);
    let object = ObjectRef::subscription(store::subscription::find(&tx)?.name);
    journal.change(&object, "schema", before.into(), after.into());
    conclude(app, tx, Action::DbMigrate, None, journal, MigrationBody { before, after })
}
