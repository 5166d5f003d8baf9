//! Asking about the past (TIME-1): the same workflows over the same names, with the asker's own facts and reach of today.

use std::cell::Cell;
use std::rc::Rc;

use crate::domain::matrix::Reach;
use crate::domain::{Action, Error, Id, ObjectKind, Result, Settings, Tense, When};
use crate::service::{App, Op};
use crate::store::history::operation;
use crate::store::history::past::Moment;
use crate::store::{self, Conn, OpenMode};

/// What is known beside the past, while it is asked about.
pub struct Then<'a> {
    /// The database as it is now.
    pub present: &'a Conn,
    /// The settings that held then.
    pub settings: Settings,
    /// How many were there then and are not shown.
    pub hidden: Cell<usize>,
}

/// What is said where something is not shown that was there.
pub fn told_hidden(count: usize) -> String {
    match count {
        1 => "one more was there then, and is not shown: it is gone, or outside your reach today (TIME-1)".to_owned(),
        several => {
            format!("{several} more were there then, and are not shown: gone, or outside your reach today (TIME-1)")
        }
    }
}

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

/// Refuses to change the past.
pub fn refuse_to_write(app: &App<'_>) -> Result<()> {
    if app.at.is_none() {
        return Ok(());
    }
    Err(Error::usage("nothing can be changed in the past: `--at` is for verbs that read")
        .rule("TIME-1")
        .hint("leave it out, or go back by `provost undo` or `provost op revert ID`"))
}

fn too_old(oldest: Option<(Id, crate::domain::Time)>) -> Error {
    let (id, at) = oldest.unwrap_or((0, crate::domain::Time(0)));
    Error::conflict("TIME-1", format!("the past is kept since {at}, and that lies before"))
        .code("too-old")
        .hint(format!("the oldest state that can be asked for: `--at before-op:{id}`"))
        .hint("how long it is kept: `provost settings show history.keep_days`")
}

impl App<'_> {
    /// Reads the past: who asks, and what it may, is of today.
    ///
    /// # Errors
    /// `conflict` by TIME-1 for what is no longer kept; `usage` within something else.
    pub fn read_past<T>(&self, when: When, action: Action, workflow: impl FnOnce(&Op<'_>) -> Result<T>) -> Result<T> {
        if self.within.is_some() {
            return Err(Error::usage("the past cannot be asked about in the middle of something else").rule("TIME-1"));
        }
        let present = self.open(OpenMode::Read)?;
        present.begin_read()?;
        let op = self.identify(&present)?;
        op.require(action)?;
        self.with_past(&op, moment(&op, when)?, workflow)
    }

    /// Works on the past beside the present of an operation, for the same asker.
    pub fn with_past<T>(&self, op: &Op<'_>, moment: Moment, work: impl FnOnce(&Op<'_>) -> Result<T>) -> Result<T> {
        let past = self.open(OpenMode::Read)?;
        past.go_back(moment)?;
        past.begin_read()?;
        let settings = store::setting::all(&past)?;
        let then = Rc::new(Then { present: op.conn, settings, hidden: Cell::new(0) });
        let asker = op.on_behalf(op.actor.clone());
        work(&Op { conn: &past, then: Some(then), settings: op.settings.clone(), ..asker })
    }
}

impl Op<'_> {
    /// Whether something that was there then may be seen by whoever asks today: it is there still and may be viewed,
    /// or the asker views everything of its kind.
    pub fn is_seen_today(&self, kind: ObjectKind, id: Id) -> Result<bool> {
        let Some(then) = &self.then else { return Ok(true) };
        if self.reach_if_held(kind.view()) == Some(Reach::All) {
            return Ok(true);
        }
        let today = Op {
            conn: then.present,
            then: None,
            settings: self.settings.clone(),
            ..self.on_behalf(self.actor.clone())
        };
        Ok(store::naming::by_id(then.present, kind, id)?.is_some() && today.may_view(kind, id)?)
    }

    /// The settings that are asked about: those that held then.
    pub fn settings_asked(&self) -> &Settings {
        self.then.as_ref().map_or(&self.settings, |then| &then.settings)
    }
}
