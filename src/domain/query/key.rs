//! What can be asked about: keys and what they hold.

use crate::domain::error::{Error, Result};
use crate::domain::moment::Tense;
use crate::domain::object::ObjectKind;
use crate::domain::text::printable;
use crate::domain::words::nearest;

/// What a key holds, and so how it is compared and put in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// A whole number.
    Number,
    /// Yes or no.
    Flag,
    /// A point in time; durations without a sign lie there.
    Time(Tense),
    /// An address, or a range of them.
    Address,
    /// Text of any kind, compared as names are.
    Text,
    /// The name of another object.
    NameOf(ObjectKind),
    /// The same, which stays as text when that object is gone.
    KeptNameOf(ObjectKind),
    /// One of these words, in rising order.
    Word(&'static [&'static str]),
    /// Something with parts of its own, compared as it is printed.
    Parts,
}

/// A key of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// The JSON key; dotted for a part of a nested object.
    pub name: &'static str,
    pub holds: Holds,
    /// Whether it holds several of them.
    pub is_list: bool,
}

impl Key {
    /// Where a duration without a sign lies.
    pub const fn tense(&self) -> Tense {
        match self.holds {
            Holds::Time(tense) => tense,
            _ => Tense::Past,
        }
    }

    /// The word at a place of the vocabulary.
    pub fn word(&self, place: usize) -> &'static str {
        match self.holds {
            Holds::Word(words) => words.get(place).copied().unwrap_or_default(),
            _ => "",
        }
    }

    /// The word for what it holds, for the help of a list.
    pub const fn kind(&self) -> &'static str {
        match self.holds {
            Holds::Number => "number",
            Holds::Flag => "yes or no",
            Holds::Time(_) => "time",
            Holds::Address => "address",
            Holds::Text | Holds::Parts => "text",
            Holds::NameOf(kind) | Holds::KeptNameOf(kind) => kind.title(),
            Holds::Word(_) => "word",
        }
    }
}

/// Finds a key by its name. What has parts of any name may be followed by one.
pub fn find<'k>(typed: &str, keys: impl Iterator<Item = &'k Key> + Clone) -> Result<(&'k Key, Option<String>)> {
    let typed = typed.trim();
    if let Some(key) = keys.clone().find(|key| key.name == typed) {
        return Ok((key, None));
    }
    if let Some((head, part)) = typed.split_once('.')
        && let Some(key) = keys.clone().find(|key| key.name == head && key.holds == Holds::Parts && !key.is_list)
    {
        return Ok((key, Some(part.to_owned())));
    }
    let names: Vec<_> = keys.map(|key| key.name).collect();
    let bare = |name: &str| name.replace(['-', '_', '.'], "").to_lowercase();
    let begun = || names.iter().copied().find(|name| typed.len() > 2 && bare(name).starts_with(&bare(typed)));
    let near = nearest(&typed.replace('-', "_"), names.iter().copied()).or_else(begun);
    Err(Error::usage(format!("there is no key `{}`; valid keys: {}", printable(typed), names.join(", ")))
        .hint_maybe(near.map(|key| format!("did you mean `{key}`?"))))
}
