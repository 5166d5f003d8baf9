//! One snapshot is copied, and the log learns of the copy once that is whole.

use crate::domain::log::hex;
use crate::domain::{Action, Id, ObjectRef, Result};
use crate::service::App;
use crate::service::app::{Done, Run, conclude, done};
use crate::service::journal::{Journal, Sentence};
use crate::service::report::ChangeStatus;
use crate::store::{self, Conn, OpenMode};

/// Copies one snapshot of the database, opened so; gives the head of the log in it besides.
pub fn of_snapshot<T>(app: &App<'_>, mode: OpenMode, copy: impl FnOnce(&Conn) -> Result<T>) -> Result<(T, String)> {
    let conn = app.open(mode)?;
    conn.begin_read()?;
    let (_, head) = store::log::head(&conn)?;
    Ok((copy(&conn)?, hex(&head)))
}

/// Reports a copy that is there, and notes it.
pub fn told_and_noted<T>(app: &App<'_>, action: Action, sentence: Sentence, body: T) -> Result<Done<T>> {
    let mut report = done(action, Run::Real, None, Journal::telling(sentence.clone()), body);
    report.status = ChangeStatus::Done;
    match note(app, action, sentence) {
        Ok(entry) => report.operation = entry,
        // The copy is there: that it could not be noted is told, and no reason to fail.
        Err(error) => report.notices.push(format!("the log could not note it: {}", error.message)),
    }
    Ok(report)
}

fn note(app: &App<'_>, action: Action, sentence: Sentence) -> Result<Option<Id>> {
    let conn = app.open(OpenMode::WriteAtOnce)?;
    let tx = conn.begin_write()?;
    let mut journal = Journal::telling(sentence);
    journal.touch(&ObjectRef::subscription(store::subscription::find(&tx)?.name));
    conclude(app, tx, action, None, journal, ()).map(|done| done.operation)
}
