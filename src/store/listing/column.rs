//! The keys of lists: what each holds, how the database finds it, what it is good for. Filters, sorts, completion, help and
//! the check against the schemas of what is printed go by this one description.

use crate::domain::ObjectKind;
use crate::domain::moment::Tense;
use crate::domain::query::{Holds, Key};

/// A key of a list.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    pub key: Key,
    /// Where it stands.
    pub place: Place,
    /// Whether it names or describes the object, so that free text is looked for in it.
    pub describes: bool,
    /// Whether an index finds rows by it.
    pub indexed: bool,
    /// The word for nothing there.
    pub none: Option<&'static str>,
    /// The key that says what is in effect, where this one says what was set.
    pub twin: Option<&'static str>,
}

/// Where a value stands. Expressions speak of the row `o`, or whatever the list calls its own.
#[derive(Debug, Clone, Copy)]
pub enum Place {
    /// Nowhere: the program works it out.
    Nowhere,
    /// An expression, in the form in which it is compared.
    At(&'static str),
    /// Text of which no comparable form is stored.
    Folded(&'static str),
    /// The same, mostly in ASCII, which is indexed in lower case.
    Lowered(&'static str),
    /// The place of a word in its vocabulary.
    Ranked(&'static str),
    /// The number of a word among those of the log, and the word.
    Interned { id: &'static str, word: &'static str },
    /// A word, of which the commonest stands for nothing there.
    Mostly { at: &'static str, common: &'static str },
    /// The id of another object, and its name in comparable form.
    Other { id: &'static str, name: &'static str },
    /// The same; the login stays as text when the user is gone.
    Kept { id: &'static str, name: &'static str, kept: &'static str },
    /// A name in comparable form, or the address where there is none.
    NameOrAddress { name: &'static str, address: &'static str },
    /// Who did something, by id, with the login of that time (LOG-2).
    Actor { id: &'static str, login: &'static str },
    /// Several, each in a row of its own.
    Rows(Rows),
    /// Values of keys that are free, each in a row of its own.
    Pairs { rows: Rows, key: &'static str },
    /// Ranges of addresses, each in a row of its own.
    Ranges { owner: &'static str, from: &'static str, first: &'static str, last: &'static str },
}

/// Rows that belong to a row.
#[derive(Debug, Clone, Copy)]
pub struct Rows {
    /// The id of the row that they belong to.
    pub owner: &'static str,
    /// The tables.
    pub from: &'static str,
    /// What is compared where an object is meant; its id.
    pub id: &'static str,
    /// What is compared otherwise, in comparable form.
    pub value: &'static str,
    /// Whether everything is meant (AG-4), as a column of the row itself.
    pub all: Option<&'static str>,
}

/// Something that lists print.
pub trait Listed {
    /// The kind of object that a row is, if it is one.
    const OBJECT: Option<ObjectKind> = None;
    /// Its keys in the order in which they are printed.
    const COLUMNS: &'static [Column];
}

impl Column {
    const fn new(name: &'static str, holds: Holds, place: Place) -> Self {
        let key = Key { name, holds, is_list: false };
        Self { key, place, describes: false, indexed: false, none: None, twin: None }
    }

    const fn many(name: &'static str, holds: Holds, place: Place) -> Self {
        Self { key: Key { name, holds, is_list: true }, ..Self::new(name, holds, place) }
    }

    /// It names or describes the object.
    #[must_use]
    pub const fn describing(self) -> Self {
        Self { describes: true, ..self }
    }

    /// An index finds rows by it.
    #[must_use]
    pub const fn indexed(self) -> Self {
        Self { indexed: true, ..self }
    }

    /// This word stands for nothing there.
    #[must_use]
    pub const fn or_none(self, word: &'static str) -> Self {
        Self { none: Some(word), ..self }
    }

    /// Another key says what is in effect.
    #[must_use]
    pub const fn in_effect(self, twin: &'static str) -> Self {
        Self { twin: Some(twin), ..self }
    }

    /// There are several of them.
    #[must_use]
    pub const fn several(self) -> Self {
        Self { key: Key { is_list: true, ..self.key }, ..self }
    }
}

/// A row's number.
pub const fn id(at: &'static str) -> Column {
    Column::new("id", Holds::Number, Place::At(at)).indexed()
}

pub const fn number(name: &'static str, at: &'static str) -> Column {
    Column::new(name, Holds::Number, Place::At(at))
}

pub const fn flag(name: &'static str, at: &'static str) -> Column {
    Column::new(name, Holds::Flag, Place::At(at))
}

/// A point in time that lies back.
pub const fn time(name: &'static str, at: &'static str) -> Column {
    Column::new(name, Holds::Time(Tense::Past), Place::At(at))
}

/// A point in time that lies ahead.
pub const fn time_ahead(name: &'static str, at: &'static str) -> Column {
    Column::new(name, Holds::Time(Tense::Future), Place::At(at))
}

pub const fn address(name: &'static str, at: &'static str) -> Column {
    Column::new(name, Holds::Address, Place::At(at))
}

/// Text.
pub const fn text(name: &'static str, at: &'static str) -> Column {
    Column::new(name, Holds::Text, Place::Folded(at))
}

/// A number or code of elsewhere.
pub const fn code(name: &'static str, at: &'static str) -> Column {
    Column::new(name, Holds::Text, Place::Lowered(at))
}

/// The object's own name, of which the comparable form is stored.
pub const fn name(name: &'static str, at: &'static str) -> Column {
    Column::new(name, Holds::Text, Place::At(at)).describing()
}

pub const fn word(name: &'static str, words: &'static [&'static str], at: &'static str) -> Column {
    Column::new(name, Holds::Word(words), Place::At(at))
}

/// A word that is kept by its number among those of the log.
pub const fn interned(
    name: &'static str,
    words: &'static [&'static str],
    id: &'static str,
    word: &'static str,
) -> Column {
    Column::new(name, Holds::Word(words), Place::Interned { id, word })
}

/// A word, of which the commonest is left out.
pub const fn mostly(
    name: &'static str,
    words: &'static [&'static str],
    at: &'static str,
    common: &'static str,
) -> Column {
    Column::new(name, Holds::Word(words), Place::Mostly { at, common })
}

/// A word, of which the place in its vocabulary is worked out.
pub const fn ranked(name: &'static str, words: &'static [&'static str], at: &'static str) -> Column {
    Column::new(name, Holds::Word(words), Place::Ranked(at))
}

/// A name, or the address where there is none.
pub const fn name_or_address(name: &'static str, key: &'static str, address: &'static str) -> Column {
    Column::new(name, Holds::Text, Place::NameOrAddress { name: key, address })
}

/// The name of another object.
pub const fn other(name: &'static str, kind: ObjectKind, id: &'static str, key: &'static str) -> Column {
    Column::new(name, Holds::NameOf(kind), Place::Other { id, name: key })
}

/// The login of a user, which stays as text when the user is gone.
pub const fn kept(name: &'static str, id: &'static str, key: &'static str, kept: &'static str) -> Column {
    Column::new(name, Holds::KeptNameOf(ObjectKind::User), Place::Kept { id, name: key, kept })
}

/// Who did something; the login is that of then.
pub const fn actor(name: &'static str, id: &'static str, login: &'static str) -> Column {
    Column::new(name, Holds::KeptNameOf(ObjectKind::User), Place::Actor { id, login })
}

/// The names of other objects.
pub const fn others(name: &'static str, kind: ObjectKind, rows: Rows) -> Column {
    Column::many(name, Holds::NameOf(kind), Place::Rows(rows))
}

/// Several words.
pub const fn words(name: &'static str, words: &'static [&'static str], rows: Rows) -> Column {
    Column::many(name, Holds::Word(words), Place::Rows(rows))
}

/// Several numbers.
pub const fn numbers(name: &'static str, rows: Rows) -> Column {
    Column::many(name, Holds::Number, Place::Rows(rows))
}

/// Several texts.
pub const fn texts(name: &'static str, rows: Rows) -> Column {
    Column::many(name, Holds::Text, Place::Rows(rows))
}

/// Values under keys that are free.
pub const fn pairs(name: &'static str, key: &'static str, rows: Rows) -> Column {
    Column::new(name, Holds::Parts, Place::Pairs { rows, key })
}

pub const fn ranges(
    name: &'static str,
    owner: &'static str,
    from: &'static str,
    first: &'static str,
    last: &'static str,
) -> Column {
    Column::many(name, Holds::Address, Place::Ranges { owner, from, first, last })
}

/// What the program works out.
pub const fn computed(name: &'static str, holds: Holds) -> Column {
    Column::new(name, holds, Place::Nowhere)
}

/// Something with parts of its own, which the database keeps as JSON.
pub const fn parts(name: &'static str) -> Column {
    computed(name, Holds::Parts)
}

/// Rows of other objects: `from` joins them, `owner` is the row that they belong to.
pub const fn rows(owner: &'static str, from: &'static str, id: &'static str, value: &'static str) -> Rows {
    Rows { owner, from, id, value, all: None }
}

/// The same where everything may be meant.
pub const fn rows_or_all(
    all: &'static str,
    owner: &'static str,
    from: &'static str,
    id: &'static str,
    value: &'static str,
) -> Rows {
    Rows { owner, from, id, value, all: Some(all) }
}
