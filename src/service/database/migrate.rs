//! Bringing an older database up to date (LOG-4): for whoever owns the file.

use schemars::JsonSchema;
use serde::Serialize;

use super::trimming::trim;
use crate::domain::{Action, ObjectRef, Result};
use crate::service::App;
use crate::service::app::{Done, Run, conclude, done};
use crate::service::journal::{Journal, Sentence};
use crate::store::safety::SafetyCopies;
use crate::store::{self, OpenMode};

/// The versions of the schema.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MigrationBody {
    /// The version before.
    pub before: i64,
    /// The version now.
    pub after: i64,
    /// The copy of the file as it was; none if nothing changed, or none is to be kept.
    pub safety_copy: Option<String>,
}

/// Applies what is missing, in one transaction, after a safety copy; `os_user` is who ran the command.
///
/// # Errors
/// `unusable` if the file is foreign or newer than this program, or no copy of it can be made.
pub fn migrate(app: &App<'_>, copies: &SafetyCopies, os_user: &str) -> Result<Done<MigrationBody>> {
    let conn = app.open(OpenMode::Migrate)?;
    let tx = store::migrate::begin(&conn)?;
    let before = store::migrate::version(&tx)?;
    let mut journal = Journal::default();
    if before == store::migrate::current_version() {
        let body = MigrationBody { before, after: before, safety_copy: None };
        return Ok(done(Action::DbMigrate, Run::Real, None, journal, body));
    }
    // Nobody else writes from here on: the copy is what is migrated.
    let copy = match app.database.file() {
        Some(path) => copies.make(&*app.open(OpenMode::Inspect)?, path, "before-migrate", app.clock.now())?,
        None => None,
    };
    let (before, told) = store::migrate::upgrade(&tx)?;
    let after = store::migrate::current_version();
    journal.notices.extend(told);
    let rest = format!("the schema from {before} to {after}, as the operating-system user `{os_user}`");
    journal.sentence = Sentence::new("bring", "brought", rest);
    let object = ObjectRef::subscription(store::subscription::find(&tx)?.name);
    journal.change(&object, "schema", before.into(), after.into());
    let safety_copy = copy.map(|path| path.display().to_string());
    journal.notices.extend(safety_copy.as_ref().map(|path| format!("the file as it was is kept in `{path}`")));
    let mut report = conclude(app, tx, Action::DbMigrate, None, journal, MigrationBody { before, after, safety_copy })?;
    report.notices.extend(app.database.file().map(|path| trim(copies, path)).into_iter().flatten());
    Ok(report)
}
