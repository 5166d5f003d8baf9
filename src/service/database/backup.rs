//! Backing the database up while others go on writing.

use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;

use super::noting::{of_snapshot, told_and_noted};
use crate::domain::{Action, Result};
use crate::service::App;
use crate::service::app::Done;
use crate::service::journal::Sentence;
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
    let (size_bytes, log_head) = of_snapshot(app, OpenMode::Inspect, |conn| store::backup::copy(conn, target))?;
    let body = BackupBody { path: target.display().to_string(), size_bytes, log_head };
    let rest = format!("up the database to {}, as the operating-system user `{os_user}`", body.path);
    let sentence = Sentence::new("back", "backed", rest);
    told_and_noted(app, Action::DbBackup, sentence, body)
}
