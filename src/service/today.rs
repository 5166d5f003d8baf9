//! What of the past may be told: what the asker sees today as well (TIME-1).

use super::Op;
use crate::domain::matrix::Reach;
use crate::domain::{Action, AddressSet, Id, ObjectKind, Result, Settings};
use crate::store::scope::Scope;
use crate::store::{self, Conn};

impl Op<'_> {
    /// Whether something that was there then may be seen by whoever asks today: it is there still and the action shows it,
    /// or the action shows the asker everything of its kind.
    pub fn is_seen_today(&self, view: Action, kind: ObjectKind, id: Id) -> Result<bool> {
        let Some(then) = &self.then else { return Ok(true) };
        if self.reach_if_held(view) == Some(Reach::All) {
            return Ok(true);
        }
        let present = then.present()?;
        Ok(store::naming::by_id(present, kind, id)?.is_some() && self.today(present).may(view, kind, id)?)
    }

    /// The same; what is not shown is counted.
    pub fn is_seen_or_counted(&self, view: Action, kind: ObjectKind, id: Id) -> Result<bool> {
        let seen = self.is_seen_today(view, kind, id)?;
        if let Some(then) = self.then.as_ref().filter(|_| !seen) {
            then.hidden.set(then.hidden.get() + 1);
        }
        Ok(seen)
    }

    /// Of what an account was told of then, what it is told of today: what is its own it sees whatever it may view.
    pub fn told_today<T>(&self, view: Action, kind: ObjectKind, then: Vec<T>, id: impl Fn(&T) -> Id) -> Result<Vec<T>> {
        let mut told = Vec::with_capacity(then.len());
        for one in then {
            if self.is_told_today(view, kind, id(&one))? {
                told.push(one);
            }
        }
        Ok(told)
    }

    fn is_told_today(&self, view: Action, kind: ObjectKind, id: Id) -> Result<bool> {
        let Some(then) = &self.then else { return Ok(true) };
        let reach = self.reach_or_own(view);
        if reach == Reach::All {
            return Ok(true);
        }
        let today = self.today(then.present()?);
        let place = Scope::on(view, kind).placement(today.conn, &today.actor, id)?;
        Ok(place.is_some_and(|place| place.within(reach)) && today.is_shown(view, kind, id)?)
    }

    /// The addresses that the actor reaches; in the past, those that it reaches today as well.
    pub fn reached(&self) -> Result<AddressSet> {
        let reached = store::reach::addresses(self.conn, self.actor.id)?;
        let Some(present) = self.present()? else { return Ok(reached) };
        Ok(reached.common(&store::reach::addresses(present, self.actor.id)?))
    }

    /// The database as it is now, where the past is asked about.
    pub fn present(&self) -> Result<Option<&Conn>> {
        self.then.as_ref().map(|then| then.present()).transpose()
    }

    /// The same asker in the present.
    fn today<'c>(&'c self, present: &'c Conn) -> Op<'c> {
        Op { conn: present, then: None, settings: self.settings.clone(), ..self.on_behalf(self.actor.clone()) }
    }

    /// The settings that are asked about: those that held then.
    pub fn settings_asked(&self) -> &Settings {
        self.then.as_ref().map_or(&self.settings, |then| &then.settings)
    }
}
