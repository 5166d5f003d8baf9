//! Copying the whole database to another place, of the same engine or the other.

use schemars::JsonSchema;
use serde::Serialize;

use super::noting::{of_snapshot, told_and_noted};
use crate::domain::{Action, Result};
use crate::service::App;
use crate::service::app::Done;
use crate::service::journal::Sentence;
use crate::store::{self, Conn, Location, OpenMode};

/// What was copied.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CopyBody {
    /// The new database.
    pub to: String,
    /// The head of the log in it: what `log verify --head` takes.
    pub log_head: String,
}

/// Copies one snapshot of the database, sessions and log included, to where there is none as yet; `os_user` is who ran the
/// command. The log of the copied one notes it once the copy is whole.
///
/// # Errors
/// `conflict` if there is something at the target; `unusable` if it cannot be written.
pub fn copy(app: &App<'_>, to: &Location, os_user: &str) -> Result<Done<CopyBody>> {
    let ((), log_head) = of_snapshot(app, OpenMode::Read, |conn| match to {
        Location::File(path) => store::backup::copy(conn, path).map(drop),
        Location::Server(_) => store::transfer::copy(conn, &Conn::create(to, app.wait)?),
    })?;
    let body = CopyBody { to: to.to_string(), log_head };
    let rest = format!("the database to {}, as the operating-system user `{os_user}`", body.to);
    told_and_noted(app, Action::DbCopy, Sentence::new("copy", "copied", rest), body)
}
