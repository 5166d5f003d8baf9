//! Putting a backup in the database's place (LOG-4).

use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::Serialize;

use super::check;
use super::trimming::trim;
use crate::domain::link::LinkEnd;
use crate::domain::log::hex;
use crate::domain::phrase::{counted, first_names};
use crate::domain::{Action, Error, Kind, ObjectRef, Result, Time};
use crate::service::app::{Done, conclude};
use crate::service::journal::{Journal, Sentence};
use crate::service::{App, invariant};
use crate::store::backup::{Presence, Stage};
use crate::store::safety::SafetyCopies;
use crate::store::statistics::{self, Comparison};
use crate::store::{self, Conn, Location, OpenMode, organisations};

/// What a restore did.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RestoreBody {
    /// The backup it was taken from.
    pub backup: String,
    /// The database file.
    pub path: String,
    /// The organisation's name.
    pub subscription: String,
    /// When the newest entry of the backup's log was made.
    pub backup_last_entry_at: Option<Time>,
    /// The version of the schema that the backup had.
    pub backup_schema: i64,
    /// Users who are there again, or no longer deactivated or locked; none is named if nothing readable was replaced.
    pub users_back: Vec<String>,
    /// Users who are no longer there.
    pub users_gone: Vec<String>,
    /// API tokens that work again.
    pub tokens_back: Vec<TokenBack>,
    /// How many sessions of the backup ended.
    pub sessions_ended: usize,
    /// How many of its open links, and of its undelivered mails with one, ended.
    pub links_ended: usize,
    /// The head of the log that was replaced.
    pub replaced_log_head: Option<String>,
    /// The copy of the file that was replaced.
    pub safety_copy: Option<String>,
}

/// An API token that works again.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TokenBack {
    /// Its user.
    pub login: String,
    /// Its name.
    pub name: String,
}

/// What a safety copy is called by.
const WHY: &str = "before-restore";

/// A backup that was looked through and waits beside the database's place.
pub struct Prepared {
    /// What it is prepared beside: the database's file, or one in the folder of temporary files.
    beside: PathBuf,
    stage: Stage,
    backup: String,
    schema: i64,
    last_entry_at: Option<Time>,
    subscription: store::subscription::Subscription,
    problems: Vec<String>,
}

/// Copies the backup beside the place of the database, into a folder of temporary files if that is on a server, brings it up
/// to date and checks it. Nothing is replaced yet.
///
/// # Errors
/// `unusable` if it is no whole database of this program; `conflict` if it breaks SUB-3, or is another
/// subscription's than the database it would replace.
pub fn prepare(app: &App<'_>, backup: &Path, temporary: &Path) -> Result<Prepared> {
    if Location::read(backup.to_owned())?.file().is_none() {
        return Err(
            Error::usage("a backup is a file, and no server").hint("copy from a server: `provost db copy --to DB`")
        );
    }
    let beside = app.database.file().map_or_else(|| temporary.join("provost.db"), Path::to_owned);
    let source = open(app, backup)
        .map_err(|error| if error.code == "no-database" { no_backup(backup) } else { unusable(backup, error) })?;
    if backup.canonicalize().ok().is_some_and(|backup| beside.canonicalize().is_ok_and(|place| place == backup)) {
        return Err(Error::conflict("LOG-4", "the backup is the database itself").hint("name another file"));
    }
    let present = Presence::at(&app.database, app.wait, app.allow_insecure)?;
    let stage = Stage::of(&source, &beside, app.wait)?;
    drop(source);
    let conn = stage.conn();
    let schema = store::migrate::version(conn)?;
    let tx = store::migrate::begin(conn)?;
    store::migrate::upgrade(&tx)?;
    store::migrate::commit(conn, tx)?;
    invariant::check_seats(conn).map_err(|error| error.hint("the backup cannot be used as it is"))?;
    let checks = check::all(conn)?;
    if let Some(broken) = checks.iter().find(|check| check.is_of_the_file() && !check.ok) {
        let first = broken.problems.first().map(String::as_str).unwrap_or_default();
        return Err(Error::new(Kind::Unusable, format!("the backup is damaged: {first}"))
            .code("damaged")
            .hint("restore an earlier backup"));
    }
    let subscription = store::subscription::find(conn)?;
    if let Presence::Readable(present) = &present {
        refuse_another(&subscription, present)?;
    }
    let broken = checks.iter().filter(|check| !check.ok);
    let problems = broken.map(|check| format!("{} ({})", check.name, check.rule.unwrap_or_default())).collect();
    let last_entry_at = statistics::of(conn)?.last_entry_at;
    Ok(Prepared { beside, backup: backup.display().to_string(), schema, last_entry_at, subscription, problems, stage })
}

/// Opens a backup: a file, or beside an organisation on a server a safety copy of it, by its name.
fn open(app: &App<'_>, backup: &Path) -> Result<Conn> {
    let copy = backup.to_str().filter(|name| organisations::is_copy(name) && !backup.exists());
    match (&app.database, copy) {
        (Location::Server(server), Some(copy)) => {
            let place = Location::Server(server.with_organisation(copy));
            Conn::open(&place, OpenMode::Inspect, app.wait, app.allow_insecure)
        }
        _ => Conn::open_file(backup, OpenMode::Inspect, app.wait, app.allow_insecure),
    }
}

/// What is wrong is the backup, not the database that it is for.
fn unusable(path: &Path, mut error: Error) -> Error {
    error.message = format!("the backup `{}` cannot be used: {}", path.display(), error.message);
    error.hints = vec!["name another backup; safety copies are listed by `provost db info`".to_owned()];
    error
}

fn no_backup(path: &Path) -> Error {
    Error::new(Kind::Unusable, format!("there is no backup at `{}`", path.display()))
        .code("no-database")
        .hint("safety copies of the database are listed by `provost db info`")
}

/// A database is only ever replaced by an earlier state of itself (SUB-1).
fn refuse_another(backup: &store::subscription::Subscription, conn: &Conn) -> Result<()> {
    let present = store::subscription::find(conn)?;
    if present.id == backup.id {
        return Ok(());
    }
    Err(Error::conflict(
        "SUB-1",
        format!(
            "the backup is of `{}` ({}), another subscription than `{}` ({}) which it would replace",
            backup.name, backup.id, present.name, present.id
        ),
    )
    .hint(match conn.server() {
        None => "restore it into a new file: `provost db restore FILE --db NEW.db`",
        Some(_) => "restore it into a new organisation: name it in the address, `organisation=NAME`",
    }))
}

impl Prepared {
    /// What the restore would do, for who is asked to confirm it.
    ///
    /// # Errors
    /// `unusable` if the database cannot be read.
    pub fn plan(&self, app: &App<'_>) -> Result<Vec<String>> {
        let from = self.last_entry_at.map(|at| format!(", whose log ends {at}")).unwrap_or_default();
        let mut lines = vec![format!("would restore `{}` from {}{from}", self.subscription.name, self.backup)];
        match Presence::at(&app.database, app.wait, app.allow_insecure)? {
            Presence::Nothing => lines.push(format!("  into {}, where nothing is as yet", app.database)),
            Presence::Damaged(error) => lines.push(format!("  in place of {}: {}", app.database, error.message)),
            Presence::Readable(present) => {
                lines.push(format!("  over {}, after a safety copy", app.database));
                let found = self.compare(app, &present)?;
                lines.extend(told("users who come back", &found.users_back));
                lines.extend(told("users who are no longer there", &found.users_gone));
                lines.extend(told("API tokens that work again", &token_names(&found)));
            }
        }
        lines.push("  all sessions and open links end".to_owned());
        Ok(lines)
    }

    /// What the restore would do, in full: everything but putting it in its place.
    ///
    /// # Errors
    /// As of [`Self::restore`].
    pub fn preview(self, app: &App<'_>, copies: &SafetyCopies, os_user: &str) -> Result<Done<RestoreBody>> {
        let mut report = match Presence::at(&app.database, app.wait, app.allow_insecure)? {
            Presence::Nothing => self.finish(app, os_user, None, None)?,
            Presence::Damaged(_) => {
                let aside = copies.next(&self.beside, WHY, app.clock.now());
                self.finish(app, os_user, None, Some(shown(&aside)))?
            }
            Presence::Readable(present) => {
                let replaced = self.replacing(app, &present)?;
                let copy = match app.database.file() {
                    _ if !copies.is_kept() => None,
                    Some(place) => Some(shown(&copies.next(place, WHY, app.clock.now()))),
                    None => Some(tried_on_server(app)?),
                };
                self.finish(app, os_user, Some(replaced), copy)?
            }
        };
        (report.dry_run, report.operation) = (true, None);
        Ok(report)
    }

    /// What the restore changes in the database that it replaces, and the head of that one's log.
    fn replacing(&self, app: &App<'_>, present: &Conn) -> Result<(Comparison, String)> {
        refuse_another(&self.subscription, present)?;
        Ok((self.compare(app, present)?, hex(&store::log::head(present)?.1)))
    }

    /// Compares with what is in the place; if that is of an older version, or on a server, with a copy of it that is brought up to
    /// date.
    fn compare(&self, app: &App<'_>, present: &Conn) -> Result<Comparison> {
        let now = app.clock.now();
        if let Some(place) = app.database.file()
            && store::migrate::version(present)? == store::migrate::current_version()
        {
            return self.stage.beside(place, |conn| statistics::compare(conn, now));
        }
        let other = Stage::of(present, &self.beside, app.wait)?;
        let tx = store::migrate::begin(other.conn())?;
        store::migrate::upgrade(&tx)?;
        store::migrate::commit(other.conn(), tx)?;
        self.stage.beside(other.path(), |conn| statistics::compare(conn, now))
    }

    /// Puts the backup in the database's place; `os_user` is who ran the command.
    ///
    /// # Errors
    /// `busy` if somebody writes to the database; `unusable` if a file cannot be written. The database is as it was then.
    pub fn restore(self, app: &App<'_>, copies: &SafetyCopies, os_user: &str) -> Result<Done<RestoreBody>> {
        match Presence::at(&app.database, app.wait, app.allow_insecure)? {
            Presence::Nothing => {
                let report = self.finish(app, os_user, None, None)?;
                self.stage.place(&app.database, app.wait)?;
                Ok(report)
            }
            Presence::Damaged(_) => {
                let aside = copies.next(&self.beside, WHY, app.clock.now());
                let report = self.finish(app, os_user, None, Some(shown(&aside)))?;
                self.stage.place_instead(&self.beside, &aside)?;
                Ok(report)
            }
            Presence::Readable(present) => match app.database.file() {
                Some(place) => self.restore_over(app, place, *present, copies, os_user),
                None => self.restore_on_server(app, &present, copies, os_user),
            },
        }
    }

    fn restore_over(
        &self,
        app: &App<'_>,
        place: &Path,
        mut present: Conn,
        copies: &SafetyCopies,
        os_user: &str,
    ) -> Result<Done<RestoreBody>> {
        let mut report = self.stage.place_over(&mut present, |_| {
            let reader = app.open(OpenMode::Inspect)?;
            let replaced = self.replacing(app, &reader)?;
            let copy = copies.make(&reader, place, WHY, app.clock.now())?;
            self.finish(app, os_user, Some(replaced), copy.as_deref().map(shown))
        })?;
        report.notices.extend(trim(copies, place));
        Ok(report)
    }

    /// What was there is kept under another name: all in one transaction, while readers go on with it.
    fn restore_on_server(
        &self,
        app: &App<'_>,
        present: &Conn,
        copies: &SafetyCopies,
        os_user: &str,
    ) -> Result<Done<RestoreBody>> {
        let tx = present.begin_write()?;
        let replaced = self.replacing(app, &*app.open(OpenMode::Inspect)?)?;
        let copy = copies.is_kept().then(|| organisations::next_copy(&tx, app.clock.now())).transpose()?;
        let report = self.finish(app, os_user, Some(replaced), copy.clone())?;
        self.stage.place_within(&tx, copy.as_deref())?;
        organisations::trim_copies(&tx, copies.keep)?;
        tx.commit()?;
        Ok(report)
    }

    /// Ends sessions and links in the copy, and notes the restore in its log.
    fn finish(
        &self,
        app: &App<'_>,
        os_user: &str,
        replaced: Option<(Comparison, String)>,
        safety_copy: Option<String>,
    ) -> Result<Done<RestoreBody>> {
        let tx = self.stage.conn().begin_write()?;
        let sessions_ended = store::session::delete_everything(&tx)?;
        let links_ended = store::link::end_everything(&tx, LinkEnd::Restored)? + store::mail::cancel_every_link(&tx)?;
        let rest = format!("the database from {}, as the operating-system user `{os_user}`", self.backup);
        let mut journal = Journal::telling(Sentence::new("restore", "restored", rest));
        let object = ObjectRef::subscription(self.subscription.name.clone());
        let head = replaced.as_ref().map(|(_, head)| head.clone());
        journal.change(&object, "log_head", head.clone().into(), hex(&store::log::head(&tx)?.1).into());
        journal.notices = self.notices(safety_copy.as_deref(), links_ended);
        let body = RestoreBody {
            backup: self.backup.clone(),
            path: app.database.to_string(),
            subscription: self.subscription.name.clone(),
            backup_last_entry_at: self.last_entry_at,
            backup_schema: self.schema,
            tokens_back: replaced.as_ref().map(|(found, _)| tokens(found)).unwrap_or_default(),
            users_back: replaced.as_ref().map(|(found, _)| found.users_back.clone()).unwrap_or_default(),
            users_gone: replaced.map(|(found, _)| found.users_gone).unwrap_or_default(),
            sessions_ended,
            links_ended,
            replaced_log_head: head,
            safety_copy,
        };
        conclude(app, tx, Action::DbRestore, None, journal, body)
    }

    fn notices(&self, safety_copy: Option<&str>, links_ended: usize) -> Vec<String> {
        let mut notices = Vec::new();
        notices.extend(safety_copy.map(|path| format!("what was there is kept: `{path}`")));
        notices.push(
            "everybody's password is that of the backup, and everybody signs in again: `provost login LOGIN`"
                .to_owned(),
        );
        if links_ended > 0 {
            notices.push(format!(
                "{} ended; invite again who waits for one: `provost user list --filter status=pending`",
                counted(links_ended, "link")
            ));
        }
        if !self.problems.is_empty() {
            notices.push(format!("the backup breaks rules, see `provost db check`: {}", self.problems.join(", ")));
        }
        notices
    }
}

/// Whether what is on a server could be put aside; gives the name that it would get.
fn tried_on_server(app: &App<'_>) -> Result<String> {
    let conn = app.open(OpenMode::Migrate)?;
    let tx = conn.begin_write()?;
    let copy = organisations::next_copy(&tx, app.clock.now())?;
    organisations::put_aside(&tx, Some(&copy))?;
    Ok(copy)
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn tokens(found: &Comparison) -> Vec<TokenBack> {
    let token = |(login, name): &(String, String)| TokenBack { login: login.clone(), name: name.clone() };
    found.tokens_back.iter().map(token).collect()
}

fn token_names(found: &Comparison) -> Vec<String> {
    found.tokens_back.iter().map(|(login, name)| format!("{login} {name}")).collect()
}

/// A line for what comes or goes, if anything does; a long list is cut, and says so.
fn told(what: &str, names: &[String]) -> Option<String> {
    const MOST: usize = 10;
    (!names.is_empty()).then(|| format!("  {what}: {}", first_names(names, MOST)))
}
