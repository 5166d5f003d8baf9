//! The log learns of a copy once that is whole.

use crate::domain::{Action, Id, ObjectRef, Result};
use crate::service::App;
use crate::service::app::{Done, Run, conclude, done};
use crate::service::journal::{Journal, Sentence};
use crate::service::report::ChangeStatus;
use crate::store::{self, OpenMode};

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
