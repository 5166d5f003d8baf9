//! Backing the database up while others go on writing.

use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::log::hex;
use crate::domain::{Action, Id, ObjectRef, Result};
use crate::service::App;
use crate::service::app::{Done, Run, conclude, done};
use crate::service::journal::{Journal, Sentence};
use crate::service::report::ChangeStatus;
use crate::store::{self, OpenMode};

/// What was written.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BackupBody {
    /// The backup.
    pub path: String,
    /// Its size.
    pub size_bytes: u64,
    /// The head of the log in it: what `log verify --head` takes.
    pub log_head: String,
}

/// Copies the database into a new file; `os_user` is who ran the command. The log notes it once the file is whole.
///
/// # Errors
/// `conflict` if there is something at the target; `unusable` if it cannot be written.
pub fn backup(app: &App<'_>, target: &Path, os_user: &str) -> Result<Done<BackupBody>> {
    app.database.file_for("db backup")?;
    let conn = app.open(OpenMode::Inspect)?;
    conn.begin_read()?;
    let (_, head) = store::log::head(&conn)?;
    let size_bytes = store::backup::copy(&conn, target)?;
    drop(conn);
    let body = BackupBody { path: target.display().to_string(), size_bytes, log_head: hex(&head) };
    let rest = format!("up the database to {}, as the operating-system user `{os_user}`", body.path);
    let sentence = Sentence::new("back", "backed", rest);
    let mut report = done(Action::DbBackup, Run::Real, None, Journal::telling(sentence.clone()), body);
    report.status = ChangeStatus::Done;
    match note(app, sentence) {
        Ok(entry) => report.operation = entry,
        // The backup is there: that it could not be noted is told, and no reason to fail.
        Err(error) => report.notices.push(format!("the log could not note the backup: {}", error.message)),
    }
    Ok(report)
}

fn note(app: &App<'_>, sentence: Sentence) -> Result<Option<Id>> {
    let conn = app.open(OpenMode::Write)?;
    let tx = conn.begin_write()?;
    let mut journal = Journal::telling(sentence);
    journal.touch(&ObjectRef::subscription(store::subscription::find(&tx)?.name));
    conclude(app, tx, Action::DbBackup, None, journal, ()).map(|done| done.operation)
}
