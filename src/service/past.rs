//! Asking about the past (TIME-1): the same workflows over the same names, with the asker's own facts and reach of today.

use std::cell::{Cell, OnceCell};
use std::rc::Rc;

use crate::domain::{Action, Error, Id, Result, Tense, When};
use crate::service::then::Then;
use crate::service::{App, Op};
use crate::store::history::operation;
use crate::store::history::past::Moment;
use crate::store::{self, Conn, OpenMode};

/// The state after the last operation at or before a moment.
///
/// # Errors
/// `conflict` by TIME-1 where it lies before what is kept; `not-found` for an operation that is none.
pub fn moment(op: &Op<'_>, when: When) -> Result<Moment> {
    let conn = op.conn;
    let oldest = operation::oldest(conn)?;
    let (head, _) = store::log::head(conn)?;
    let after = |id: Id| -> Result<Moment> {
        let entry = store::log::last_of(conn, id)?.unwrap_or(id);
        Ok(Moment { operation: id, change: operation::last_change_at(conn, id)?, entry })
    };
    let found = match when {
        When::At(typed) => {
            let at = typed.last(&op.here()?, Tense::Past)?;
            let entry = store::log::last_at(conn, at)?;
            let last = operation::last_at(conn, at)?;
            if last.is_none() && oldest.is_some() {
                return Err(too_old(oldest));
            }
            let operation = last.unwrap_or_default();
            Moment { operation, change: operation::last_change_at(conn, operation)?, entry: entry.unwrap_or(operation) }
        }
        When::After(id) => {
            let id = super::operation::find::id_of(op, &id.to_string())?;
            after(id)?
        }
        When::Before(id) => {
            let id = super::operation::find::id_of(op, &id.to_string())?;
            let before = id.saturating_sub(1);
            Moment { operation: before, change: operation::last_change_at(conn, before)?, entry: before }
        }
    };
    let reaches = oldest.is_none_or(|(oldest, _)| found.operation + 1 >= oldest);
    if reaches { Ok(Moment { entry: found.entry.min(head), ..found }) } else { Err(too_old(oldest)) }
}

fn not_founded() -> Error {
    Error::conflict("TIME-1", "there was no organisation then")
        .code("too-old")
        .hint("when it was founded: `provost op list --sort id --limit 1`")
}

fn too_old(oldest: Option<(Id, crate::domain::Time)>) -> Error {
    let (_, at) = oldest.unwrap_or((0, crate::domain::Time(0)));
    Error::conflict("TIME-1", format!("the past is kept since {at}, and that lies before"))
        .code("too-old")
        .hint(format!("the earliest time that can be asked about: {at}"))
        .hint("how long it is kept: `provost settings show history.keep_days`")
}

impl App<'_> {
    /// Refuses to change the past.
    ///
    /// # Errors
    /// `usage` by TIME-1.
    pub fn refuse_to_write_then(&self) -> Result<()> {
        if self.at.is_none() {
            return Ok(());
        }
        Err(Error::usage("nothing can be changed in the past: `--at` is for verbs that read")
            .rule("TIME-1")
            .hint("leave it out, or go back by `provost undo` or `provost op revert ID`"))
    }

    /// Reads the past: who asks, and what it may, is of today.
    ///
    /// # Errors
    /// `conflict` by TIME-1 for what is no longer kept; `usage` within something else.
    pub fn read_past<T>(&self, when: When, action: Action, workflow: impl FnOnce(&Op<'_>) -> Result<T>) -> Result<T> {
        if self.within.is_some() {
            return Err(Error::usage("the past cannot be asked about in the middle of something else").rule("TIME-1"));
        }
        let conn = self.open(OpenMode::Read)?;
        conn.begin_read()?;
        let op = self.identify(&conn)?;
        op.require(action)?;
        let moment = moment(&op, when)?;
        let asker = (op.actor.clone(), op.settings.clone());
        conn.go_back(moment)?;
        if !store::subscription::is_there(&conn)? {
            return Err(not_founded());
        }
        workflow(&Op { then: Some(self.then(&conn)?), actor: asker.0, settings: asker.1, ..op })
    }

    /// What is known beside the past that a connection reads.
    fn then<'a>(&'a self, past: &Conn) -> Result<Rc<Then<'a>>> {
        let open = || {
            let present = Conn::open(&self.database, OpenMode::Read, self.wait, self.allow_insecure)?;
            present.begin_read()?;
            Ok(present)
        };
        let settings = store::setting::all(past)?;
        Ok(Rc::new(Then { present: OnceCell::new(), open: Box::new(open), settings, hidden: Cell::new(0) }))
    }

    /// Works on the past beside the present of an operation, for the same asker.
    pub fn with_past<T>(&self, op: &Op<'_>, moment: Moment, work: impl FnOnce(&Op<'_>) -> Result<T>) -> Result<T> {
        let past = self.open(OpenMode::Read)?;
        past.go_back(moment)?;
        past.begin_read()?;
        let then = self.then(&past)?;
        let asker = op.on_behalf(op.actor.clone());
        work(&Op { conn: &past, then: Some(then), settings: op.settings.clone(), ..asker })
    }
}
