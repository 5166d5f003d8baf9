//! Entries of the activity log and the chain that binds them (LOG-1, LOG-3).

use serde::ser::SerializeTuple as _;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::id::Id;
use super::object::ObjectRef;
use super::time::Time;
use super::words::words;

words! {
    /// How what was asked for ended.
    Outcome is "outcome" {
        Done = "done",
        Refused = "refused",
        Failed = "failed",
    }
}

/// The hash of an entry.
pub type Hash = [u8; 32];

/// The newest entry, to which the next is chained: its id and hash.
pub type Head = (Id, Hash);

/// What the first entry is chained to.
pub const ANCHOR: Hash = [0; 32];

/// What a change was, of an object by its place among those that were touched.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// These fields got values and had none before, as all of them do when it is made.
    Set(usize, Map<String, Value>),
    /// A field was another before: its old value and its new.
    Value(usize, String, Value, Value),
}

impl Serialize for Change {
    /// `[place, {field: new, …}]` or `[place, field, old, new]`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Set(place, values) => {
                let mut tuple = serializer.serialize_tuple(2)?;
                tuple.serialize_element(place)?;
                tuple.serialize_element(values)?;
                tuple.end()
            }
            Self::Value(place, field, old, new) => (place, field, old, new).serialize(serializer),
        }
    }
}

/// What is to be told in the log.
#[derive(Debug, Clone)]
pub struct Event<'a> {
    pub at: Time,
    pub action: &'a str,
    pub details: String,
    pub user_id: Option<Id>,
    pub user: Option<&'a str>,
    pub role: Option<&'a str>,
    pub actor_unit_id: Option<Id>,
    pub address: &'a str,
    pub reason: Option<&'a str>,
    pub outcome: Outcome,
    pub unit: Option<&'a str>,
    pub objects: &'a [ObjectRef],
    pub changes: &'a [Change],
}

/// Everything an entry says; the chain covers all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<'e> {
    /// Its place in the log.
    pub id: Id,
    /// The first entry of its operation (OP-1); entries of older programs do not know.
    pub operation: Option<Id>,
    /// When, in seconds of Unix time.
    pub at: i64,
    /// What was done; text, because what is read may have been tampered with.
    pub action: &'e str,
    /// A sentence for a person.
    pub details: &'e str,
    /// Who, by id; `None`: nobody known.
    pub user_id: Option<Id>,
    /// Who, by login.
    pub user: Option<&'e str>,
    /// The role at that time.
    pub role: Option<&'e str>,
    /// The client's address.
    pub address: &'e str,
    /// How it ended.
    pub outcome: &'e str,
    /// The reason given.
    pub reason: Option<&'e str>,
    /// The unit it concerns.
    pub unit: Option<&'e str>,
    /// The unit of the actor at that time.
    pub actor_unit_id: Option<Id>,
    /// The objects touched, as JSON.
    pub objects: &'e str,
    /// Old and new values, as JSON.
    pub changes: &'e str,
}

impl Entry<'_> {
    /// The hash that binds the entry to the one before it.
    pub fn hash(&self, previous: &Hash) -> Hash {
        let mut digest = Sha256::new();
        digest.update(previous);
        for number in [Some(self.id), Some(self.at), self.user_id, self.actor_unit_id] {
            match number {
                Some(number) => {
                    digest.update([1]);
                    digest.update(number.to_be_bytes());
                }
                None => digest.update([0]),
            }
        }
        let texts = [
            Some(self.action),
            Some(self.details),
            self.user,
            self.role,
            Some(self.address),
            Some(self.outcome),
            self.reason,
            self.unit,
            Some(self.objects),
            Some(self.changes),
        ];
        for text in texts {
            match text {
                Some(text) => {
                    digest.update([1]);
                    digest.update((text.len() as u64).to_be_bytes());
                    digest.update(text);
                }
                None => digest.update([0]),
            }
        }
        if let Some(operation) = self.operation {
            digest.update(operation.to_be_bytes());
        }
        digest.finalize().into()
    }
}

/// A hash as people and scripts read it.
pub fn hex(hash: &[u8]) -> String {
    use std::fmt::Write as _;
    hash.iter().fold(String::with_capacity(hash.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The bytes of hexadecimal digits; `None`: they are none.
pub fn unhex(digits: &str) -> Option<Vec<u8>> {
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_and_the_one_before_count() {
        let entry = Entry {
            id: 1,
            operation: Some(1),
            at: 2,
            action: "user.add",
            details: "d",
            user_id: Some(3),
            user: Some("u"),
            role: Some("r"),
            address: "local",
            outcome: "done",
            reason: None,
            unit: None,
            actor_unit_id: None,
            objects: "[]",
            changes: "[]",
        };
        let hash = entry.hash(&ANCHOR);
        assert_ne!(hash, entry.hash(&hash));
        let changes: [fn(&mut Entry<'_>); 16] = [
            |e| e.id = 9,
            |e| e.operation = Some(9),
            |e| e.operation = None,
            |e| e.at = 9,
            |e| e.action = "user.edit",
            |e| e.details = "x",
            |e| e.user_id = None,
            |e| e.user = None,
            |e| e.role = Some(""),
            |e| e.address = "x",
            |e| e.outcome = "failed",
            |e| e.reason = Some(""),
            |e| e.unit = Some(""),
            |e| e.actor_unit_id = Some(0),
            |e| e.objects = "[1]",
            |e| e.changes = "[1]",
        ];
        for change in changes {
            let mut other = entry.clone();
            change(&mut other);
            assert_ne!(other.hash(&ANCHOR), hash, "{other:?}");
        }
    }
}
