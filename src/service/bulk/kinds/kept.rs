//! What was done and kept: taken in as it stands, from an export, and never changed by rows.

use std::hash::Hash;

use crate::domain::phrase::with_article;
use crate::domain::sheet::{Cells, Row};
use crate::domain::text::{key, printable};
use crate::domain::{Error, Id, ObjectKind, ObjectRef, Result, Role, Time};
use crate::service::bulk::form::{RowForm, Taken};
use crate::service::bulk::intake::Intake;
use crate::service::{Op, WriteOp};
use crate::store;

/// Who owns or made something: the user, as far as there is one, and the login.
#[derive(Debug, Clone)]
pub struct Maker {
    pub id: Option<Id>,
    pub login: String,
}

/// A column that names who owns or made something; it stays as text where nobody bears the login.
pub fn maker(op: &Op<'_>, cells: &mut Cells<'_>, column: &'static str) -> Option<Maker> {
    cells.need(column, |login| {
        let login = login.trim();
        let found = store::naming::by_key(op.conn, ObjectKind::User, &key(login))?.into_iter().next();
        Ok(found.map_or_else(
            || Maker { id: None, login: login.to_owned() },
            |user| Maker { id: Some(user.id), login: user.name },
        ))
    })
}

/// A number of things.
pub fn count(text: &str) -> Result<i64> {
    let number = text.trim().parse().ok().filter(|number| *number >= 0);
    number.ok_or_else(|| Error::invalid(format!("`{}` is no number of things", printable(text))).expects("0 or more"))
}

/// What is complete tells something, and what failed says why.
pub fn check_outcome(cells: &mut Cells<'_>, is_complete: bool, has_body: bool, has_error: bool) {
    let wrong = match (is_complete, has_body, has_error) {
        (true, false, _) => Some(("body", "what is complete tells something")),
        (true, _, true) => Some(("error", "what is complete has no error")),
        (false, true, _) => Some(("body", "what failed tells nothing")),
        (false, _, false) => Some(("error", "what failed says why")),
        _ => None,
    };
    if let Some((column, message)) = wrong {
        cells.flaw(column, Error::invalid(message).expects("a row as `export` writes it"));
    }
}

/// A column that holds a time.
pub fn time(intake: &Intake<'_, '_>, cells: &mut Cells<'_>, column: &'static str) -> Option<Time> {
    cells.take(column, |typed| intake.past(typed))
}

/// What tells a record of the past apart.
pub enum Likeness<T> {
    /// Nobody else bears its name.
    Unique,
    /// Others may be alike: of them, the next.
    Shared(T),
}

impl<T> Likeness<T> {
    /// Names are unique among those of one user; among those of users who are gone, they need not be.
    pub fn of(maker: &Maker, likeness: T) -> Self {
        if maker.id.is_some() { Self::Unique } else { Self::Shared(likeness) }
    }
}

/// Takes in a record of the past. What is there already stays as it is.
pub fn keep(
    intake: &mut Intake<'_, '_>,
    row: &Row,
    form: &RowForm,
    (name, alike): (&str, Result<Vec<Id>>),
    likeness: &Likeness<impl Hash>,
    add: impl FnOnce(&mut WriteOp<'_>) -> Result<Id>,
) -> Taken {
    let place = match likeness {
        Likeness::Unique => 0,
        Likeness::Shared(likeness) => intake.place_among_alike(row, &(form.object.stored(), likeness)),
    };
    let found = alike.and_then(|alike| match alike.get(place) {
        Some(id) if intake.op.may_view(form.object, *id)? => {
            Ok(Some(ObjectRef::new(form.object, *id, name.to_owned())))
        }
        _ => Ok(None),
    });
    intake.settle(
        row,
        form,
        (name, found),
        |intake| {
            intake.step(form.add, |op| {
                op.require(form.add)?;
                refuse_others(op, form.object)?;
                let id = add(op)?;
                op.say("take in", "took in", format!("{} `{name}`", form.object.title()));
                Ok(Some(id))
            })
        },
        |_, object| {
            Err(Error::conflict(
                form.object.naming_rule(),
                format!(
                    "there is {} `{}` already, which differs, and rows leave it as it is",
                    with_article(form.object.title()),
                    object.name
                ),
            )
            .code("already-exists")
            .hint("add `--on-existing skip` to leave it out"))
        },
    )
}

/// Goes through a list that begins with the newest from its end: oldest first, so that they are numbered alike when they are read back.
pub fn oldest_first<T>(
    list: impl FnOnce(&mut dyn FnMut(T) -> Result<()>) -> Result<()>,
    mut each: impl FnMut(&T) -> Result<()>,
) -> Result<()> {
    let mut all = Vec::new();
    list(&mut |one| {
        all.push(one);
        Ok(())
    })?;
    all.iter().rev().try_for_each(&mut each)
}

/// What others did is taken in by managers alone: whoever else names a creator would work with that one's scope (FIM-9).
fn refuse_others(op: &Op<'_>, kind: ObjectKind) -> Result<()> {
    if op.actor.role == Role::Manager {
        return Ok(());
    }
    Err(Error::not_permitted(format!("rows of {} are taken in by managers alone", with_article(kind.title())))
        .rule("ROLE-11")
        .hint("a manager can import them"))
}
