//! Bringing older databases up to date (LOG-4): for whoever owns the file.

use schemars::JsonSchema;
use serde::Serialize;

use super::trimming::trim;
use crate::domain::phrase::counted;
use crate::domain::{Action, Error, ObjectRef, Result};
use crate::service::App;
use crate::service::app::{Done, Run, conclude, done};
use crate::service::journal::{Journal, Sentence};
use crate::service::report::ChangeStatus;
use crate::store::safety::SafetyCopies;
use crate::store::{self, Location, OpenMode};

/// What a safety copy is called by.
const WHY: &str = "before-migrate";

/// The versions of the schema.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MigrationBody {
    /// The version before; of several organisations, the oldest.
    pub before: i64,
    /// The version now.
    pub after: i64,
    /// The copy of the file as it was; none if nothing changed, none is to be kept, or it is on a server.
    pub safety_copy: Option<String>,
    /// With `--all`, the organisations whose schema is another now.
    pub organisations: Vec<Migrated>,
}

/// An organisation that was brought up to date.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Migrated {
    /// What an address calls it by.
    pub organisation: String,
    /// The version before.
    pub before: i64,
}

/// Applies what is missing, in one transaction, after a safety copy; `os_user` is who ran the command. Whoever comes second
/// finds it done.
///
/// # Errors
/// `unusable` if the file is foreign or newer than this program, or no copy of it can be made.
pub fn migrate(app: &App<'_>, run: Run, copies: &SafetyCopies, os_user: &str) -> Result<Done<MigrationBody>> {
    let conn = app.open(OpenMode::Migrate)?;
    let tx = store::migrate::begin(&conn)?;
    let (before, after) = (store::migrate::version(&tx)?, store::migrate::current_version());
    let body = |safety_copy| MigrationBody { before, after, safety_copy, organisations: Vec::new() };
    let mut journal = Journal::default();
    if before == after {
        return Ok(done(Action::DbMigrate, run, None, journal, body(None)));
    }
    // Nobody else writes from here on: the copy is what is migrated.
    let now = app.clock.now();
    let copy = match app.database.file() {
        Some(path) if run == Run::Dry => copies.is_kept().then(|| copies.next(path, WHY, now)),
        Some(path) => copies.make(&*app.open(OpenMode::Inspect)?, path, WHY, now)?,
        None => None,
    };
    let (_, told) = store::migrate::upgrade(&tx)?;
    journal.notices.extend(told);
    let rest = format!("the schema from {before} to {after}, as the operating-system user `{os_user}`");
    journal.sentence = Sentence::new("bring", "brought", rest);
    let object = ObjectRef::subscription(store::subscription::find(&tx)?.name);
    journal.change(&object, "schema", before.into(), after.into());
    let safety_copy = copy.map(|path| path.display().to_string());
    if run == Run::Dry {
        let mut report = done(Action::DbMigrate, run, None, journal, body(safety_copy));
        report.status = ChangeStatus::Done;
        return Ok(report);
    }
    journal.notices.extend(safety_copy.as_ref().map(|path| format!("the file as it was is kept in `{path}`")));
    let mut report = conclude(app, tx, Action::DbMigrate, None, journal, body(safety_copy))?;
    report.notices.extend(app.database.file().map(|path| trim(copies, path)).into_iter().flatten());
    Ok(report)
}

/// The same for every organisation on the server of the database, each in a transaction of its own: run again, it goes on
/// where it was ended. A file is the only one at its place.
///
/// # Errors
/// The first error, with the names of all organisations that could not be brought up to date; the others are.
pub fn migrate_all(app: &App<'_>, run: Run, copies: &SafetyCopies, os_user: &str) -> Result<Done<MigrationBody>> {
    let Location::Server(server) = &app.database else { return migrate(app, run, copies, os_user) };
    let names = store::organisations::schemas(&*app.open_place()?)?;
    let after = store::migrate::current_version();
    let mut body = MigrationBody { before: after, after, safety_copy: None, organisations: Vec::new() };
    let mut failed: Vec<(String, Error)> = Vec::new();
    for name in names {
        match migrate(&app.at(Location::Server(server.with_organisation(&name))), run, copies, os_user) {
            Ok(report) if report.status == ChangeStatus::Done => {
                body.before = body.before.min(report.body.before);
                body.organisations.push(Migrated { organisation: name, before: report.body.before });
            }
            Ok(_) => {}
            Err(error) => failed.push((name, error)),
        }
    }
    let rest = format!("{} up to the schema {after}", counted(body.organisations.len(), "organisation"));
    if let Some((_, first)) = failed.first() {
        return Err(not_all(&failed, first, &rest));
    }
    let is_any = !body.organisations.is_empty();
    let sentence = if is_any { Sentence::new("bring", "brought", rest) } else { Sentence::default() };
    let mut report = done(Action::DbMigrate, run, None, Journal::telling(sentence), body);
    report.status = if is_any { ChangeStatus::Done } else { ChangeStatus::Unchanged };
    Ok(report)
}

fn not_all(failed: &[(String, Error)], first: &Error, rest: &str) -> Error {
    let names: Vec<_> = failed.iter().map(|(name, _)| format!("`{name}`")).collect();
    Error::new(first.kind, format!("brought {rest}, but not {}: {}", names.join(", "), first.message))
        .hint("mend that, and run it again: what is done stays done")
}
