//! What an operation did: collected while it runs, written to the log at its end (LOG-1).

use std::collections::HashMap;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::domain::log::{Change, Event, Outcome};
use crate::domain::{Action, Actor, Id, ObjectKind, ObjectRef, Result, Time};
use crate::service::record::fields;
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

/// Keys that follow from others, or say when a record was made: no change of their own.
pub const DERIVED: &[&str] = &[
    "id",
    "created_at",
    "created_by",
    "last_login_at",
    "effective_level",
    "effective_monitoring_role",
    "user_count",
    "needs_target",
    "valid",
    "invalid_reason",
    "new_ips_used",
    "asset_count",
];

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
    places: HashMap<(ObjectKind, Id), usize>,
    changes: Vec<Change>,
}

impl Journal {
    /// One that tells what happened in words.
    pub fn telling(sentence: Sentence) -> Self {
        Self { sentence, ..Self::default() }
    }

    /// Whether nothing was changed.
    pub const fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    /// Notes that an object was touched; gives its place in the list.
    pub fn touch(&mut self, object: &ObjectRef) -> usize {
        let next = self.objects.len();
        let place = *self.places.entry((object.kind, object.id)).or_insert(next);
        if place == next {
            self.objects.push(object.clone());
        }
        place
    }

    /// The fields that changed, each once.
    pub fn fields(&self) -> Vec<&str> {
        let mut fields: Vec<&str> = Vec::new();
        for change in &self.changes {
            let named: Vec<&str> = match change {
                Change::Set(_, values) => values.keys().map(String::as_str).collect(),
                Change::Value(_, field, ..) => vec![field],
            };
            for field in named {
                if !fields.contains(&field) {
                    fields.push(field);
                }
            }
        }
        fields
    }

    /// Notes one changed value.
    pub fn change(&mut self, object: &ObjectRef, field: &str, old: Value, new: Value) {
        let place = self.touch(object);
        if !old.is_null() {
            return self.changes.push(Change::Value(place, field.to_owned(), old, new));
        }
        match self.changes.last_mut() {
            Some(Change::Set(last, values)) if *last == place && !values.contains_key(field) => {
                values.insert(field.to_owned(), new);
            }
            _ => self.changes.push(Change::Set(place, Map::from_iter([(field.to_owned(), new)]))),
        }
    }

    /// Notes a new object with every value that says something.
    pub fn created<T: Serialize>(&mut self, object: &ObjectRef, record: &T) -> Result<()> {
        self.touch(object);
        if let Value::Object(fields) = fields(record)? {
            for (field, new) in
                fields.into_iter().filter(|(field, value)| !DERIVED.contains(&field.as_str()) && says_something(value))
            {
                self.change(object, &field, Value::Null, new);
            }
        }
        Ok(())
    }

    /// Notes that an object is gone.
    pub fn deleted(&mut self, object: &ObjectRef) {
        self.change(object, "deleted", Value::Bool(false), Value::Bool(true));
    }

    /// Notes every key in which two states of an object differ; tells whether there is any.
    pub fn compare<T: Serialize>(&mut self, object: &ObjectRef, before: &T, after: &T) -> Result<bool> {
        let (Value::Object(before), Value::Object(after)) = (fields(before)?, fields(after)?) else {
            return Ok(false);
        };
        let mut differs = false;
        for (field, new) in after.into_iter().filter(|(field, _)| !DERIVED.contains(&field.as_str())) {
            let old = before.get(&field).cloned().unwrap_or(Value::Null);
            if old != new {
                self.change(object, &field, old, new);
                differs = true;
            }
        }
        Ok(differs)
    }
}

/// Whether a value is more than absent, empty or off.
pub fn says_something(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::Array(items) => !items.is_empty(),
        Value::Object(items) => !items.is_empty(),
        _ => true,
    }
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

/// Appends an entry; gives the id of its operation (OP-1).
pub fn append(
    tx: &Tx<'_>,
    now: Time,
    action: Action,
    author: &Author<'_>,
    (outcome, details): (Outcome, String),
    journal: &Journal,
) -> Result<Id> {
    let actor = author.actor;
    store::log::append(
        tx,
        &Event {
            at: now,
            action: action.as_str(),
            details: if actor.is_some_and(|actor| actor.api_only) { format!("API: {details}") } else { details },
            user_id: actor.map(|actor| actor.id),
            user: actor.map(|actor| actor.login.as_str()),
            role: actor.map(|actor| actor.role.as_str()),
            actor_unit_id: actor.and_then(Actor::unit_id),
            address: author.address,
            reason: author.reason,
            outcome,
            unit: journal.unit.as_deref(),
            objects: &journal.objects,
            changes: &journal.changes,
        },
    )
}
