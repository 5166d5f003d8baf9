//! What an operation did: collected while it runs, written to the log at its end (LOG-1).

use serde::Serialize;
use serde_json::Value;

use crate::domain::log::{Entry, Outcome};
use crate::domain::{Action, Actor, Id, ObjectRef, Result, Time};
use crate::store::{self, Tx};

/// What happened, in words: `added user X`, or `would add user X`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sentence {
    infinitive: &'static str,
    past: &'static str,
    rest: String,
}

impl Sentence {
    /// A sentence from both forms of its verb, and the rest.
    pub fn new(infinitive: &'static str, past: &'static str, rest: impl Into<String>) -> Self {
        Self { infinitive, past, rest: rest.into() }
    }

    /// The sentence about what was done, or would be.
    pub fn text(&self, dry_run: bool) -> String {
        if dry_run {
            format!("would {} {}", self.infinitive, self.rest)
        } else {
            format!("{} {}", self.past, self.rest)
        }
    }
}

/// One value that changed: object, field, old, new.
type Change = (String, String, Value, Value);

/// What has been collected so far.
#[derive(Debug, Default)]
pub struct Journal {
    /// What happened, in words.
    pub sentence: Sentence,
    /// What the caller should know beside it.
    pub notices: Vec<String>,
    /// The unit it concerns.
    pub unit: Option<String>,
    objects: Vec<ObjectRef>,
    changes: Vec<Change>,
}

impl Journal {
    /// Whether nothing was changed.
    pub const fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    /// Notes that an object was touched.
    pub fn touch(&mut self, object: ObjectRef) {
        if !self.objects.contains(&object) {
            self.objects.push(object);
        }
    }

    /// Notes one changed value.
    pub fn change(&mut self, object: &ObjectRef, field: &str, old: Value, new: Value) {
        self.changes.push((format!("{}:{}", object.kind, object.name), field.to_owned(), old, new));
        self.touch(object.clone());
    }

    /// Notes every key in which two states of an object differ; tells whether there is any.
    pub fn compare<T: Serialize>(&mut self, object: &ObjectRef, before: &T, after: &T) -> Result<bool> {
        let (Value::Object(before), Value::Object(after)) = (to_value(before)?, to_value(after)?) else {
            return Ok(false);
        };
        let mut differs = false;
        for (field, new) in after {
            let old = before.get(&field).cloned().unwrap_or(Value::Null);
            if old != new {
                self.change(object, &field, old, new);
                differs = true;
            }
        }
        Ok(differs)
    }
}

fn to_value<T: Serialize>(value: &T) -> Result<Value> {
    serde_json::to_value(value).map_err(|error| crate::domain::Error::internal("a record could not be read").source(error))
}

/// Who did it and from where.
pub struct Author<'a> {
    /// The signed-in user, if any.
    pub actor: Option<&'a Actor>,
    /// The client's address.
    pub address: &'a str,
    /// The reason given.
    pub reason: Option<&'a str>,
}

/// Appends an entry; gives its id.
pub fn append(
    tx: &Tx<'_>,
    now: Time,
    action: Action,
    author: &Author<'_>,
    outcome: Outcome,
    details: String,
    journal: &Journal,
) -> Result<Id> {
    let (last, previous) = store::log::head(tx)?;
    let objects: Vec<_> = journal.objects.iter().map(|object| (object.kind, object.id, &object.name)).collect();
    let json = |text: serde_json::Result<String>| {
        text.map_err(|error| crate::domain::Error::internal("a log entry could not be written").source(error))
    };
    let entry = Entry {
        id: last + 1,
        at: now.0,
        action,
        details,
        user_id: author.actor.map(|actor| actor.id),
        user: author.actor.map(|actor| actor.login.clone()),
        role: author.actor.map(|actor| actor.role.to_string()),
        address: author.address.to_owned(),
        outcome,
        reason: author.reason.map(str::to_owned),
        unit: journal.unit.clone(),
        actor_unit_id: author.actor.and_then(Actor::unit_id),
        objects: json(serde_json::to_string(&objects))?,
        changes: json(serde_json::to_string(&journal.changes))?,
    };
    let hash = entry.hash(&previous);
    store::log::append(tx, &entry, &hash, &journal.objects)?;
    Ok(entry.id)
}
