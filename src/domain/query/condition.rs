//! One condition on a row: `key OP value[,value…]`.

use std::cmp::Ordering;

use super::key::{Holds, Key, find};
use super::value::Value;
use super::word::Word;
use crate::domain::error::{Error, Result};
use crate::domain::moment::Here;
use crate::domain::text::printable;
use crate::domain::time::Time;

/// How a condition compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    Equal,
    Unequal,
    Contains,
    Lacks,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

impl Operator {
    /// Every operator with how it is written; longer ones before their beginnings.
    pub const ALL: &'static [(&'static str, Self)] = &[
        ("!=", Self::Unequal),
        ("!~", Self::Lacks),
        ("<=", Self::AtMost),
        (">=", Self::AtLeast),
        ("=", Self::Equal),
        ("~", Self::Contains),
        ("<", Self::Less),
        (">", Self::Greater),
    ];

    /// How it is written.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, operator)| *operator == self).map_or("=", |(word, _)| word)
    }

    /// Whether it asks for an order.
    pub const fn is_ordered(self) -> bool {
        matches!(self, Self::Less | Self::AtMost | Self::Greater | Self::AtLeast)
    }

    /// Whether an order is the one that is asked for.
    pub fn orders(self, order: Ordering) -> bool {
        match self {
            Self::Less => order.is_lt(),
            Self::AtMost => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::AtLeast => order.is_ge(),
            _ => order.is_eq(),
        }
    }

    /// The positive form, if this is a negation.
    pub const fn negated(self) -> Option<Self> {
        match self {
            Self::Unequal => Some(Self::Equal),
            Self::Lacks => Some(Self::Contains),
            _ => None,
        }
    }

    /// Whether a key that holds such is compared so.
    pub const fn suits(self, key: &Key) -> bool {
        match self {
            Self::Equal | Self::Unequal => true,
            Self::Contains | Self::Lacks => {
                !matches!(key.holds, Holds::Number | Holds::Flag | Holds::Time(_) | Holds::Address)
            }
            _ => !key.is_list && !matches!(key.holds, Holds::Flag | Holds::Parts),
        }
    }
}

/// One condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    pub key: Key,
    /// What follows the key, where it has parts of any name.
    pub part: Option<String>,
    pub operator: Operator,
    /// Any of these is meant.
    pub words: Vec<Word>,
}

impl Condition {
    /// Reads `role=scanner`, `unit="North, South",EMEA`, `created_at>=90d`, `title=`.
    pub fn parse<'k>(typed: &str, keys: impl Iterator<Item = &'k Key> + Clone) -> Result<Self> {
        let at = typed.find(['=', '!', '~', '<', '>']).ok_or_else(|| malformed(typed))?;
        let (name, rest) = typed.split_at_checked(at).ok_or_else(|| malformed(typed))?;
        let written = Operator::ALL.iter().find_map(|(word, operator)| Some((*operator, rest.strip_prefix(word)?)));
        let (operator, value) = written.ok_or_else(|| malformed(typed))?;
        if value.starts_with('=') {
            return Err(Error::usage(format!("`{}` is no filter: one `=` is enough", printable(typed)))
                .hint(format!("write `{}`", printable(&typed.replacen("==", "=", 1)))));
        }
        let (key, part) = find(name, keys)?;
        Self::new(*key, part, operator, &values(value).ok_or_else(|| unclosed(typed))?)
    }

    /// A condition from its parts.
    pub fn new(key: Key, part: Option<String>, operator: Operator, values: &[String]) -> Result<Self> {
        let name = part.as_ref().map_or_else(|| key.name.to_owned(), |part| format!("{}.{part}", key.name));
        if !operator.suits(&key) {
            return Err(unsuited(&name, &key, operator));
        }
        let is_part_of_text = matches!(operator, Operator::Contains | Operator::Lacks);
        let read = |value: &String| {
            if is_part_of_text { Ok(Word::text(value.trim())) } else { Word::read(&name, key.holds, value) }
        };
        let words: Vec<Word> = values.iter().map(read).collect::<Result<_>>()?;
        if operator.is_ordered() && !values.is_empty() && (words.len() != 1 || words.contains(&Word::Absent)) {
            return Err(Error::usage(format!("`{name}{}` compares with one value", operator.as_str()))
                .hint(format!("absent values are found by `{name}=`, present ones by `{name}!=`")));
        }
        Ok(Self { key, part, operator, words })
    }

    /// Whether a value fits; times are read from here.
    pub fn fits(&self, value: &Value, here: &Here) -> Result<bool> {
        if let Some(positive) = self.operator.negated() {
            return Ok(!self.any(positive, value, here)?);
        }
        self.any(self.operator, value, here)
    }

    fn any(&self, operator: Operator, value: &Value, here: &Here) -> Result<bool> {
        for word in &self.words {
            let found = match (word, value) {
                (Word::Absent, value) => value.is_absent(),
                (word, Value::Many(items)) => any_of(items, |item| self.one(operator, item, word, here))?,
                (word, value) => self.one(operator, value, word, here)?,
            };
            if found {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn one(&self, operator: Operator, value: &Value, word: &Word, here: &Here) -> Result<bool> {
        Ok(match (value, word) {
            (Value::Number(a), Word::Number(b)) => holds(operator, (a, a), (b, b)),
            (Value::Flag(a), Word::Flag(b)) => holds(operator, (a, a), (b, b)),
            (Value::Listed(a), Word::Listed(b)) => holds(operator, (a, a), (b, b)),
            (Value::Time(a), Word::Moment(_)) => {
                let (first, last) = self.span(word, here)?;
                holds(operator, (a, a), (&first, &last))
            }
            (Value::Addresses(a), Word::Addresses(b)) if self.key.is_list => {
                a.first() <= b.last() && b.first() <= a.last()
            }
            (Value::Addresses(a), Word::Addresses(b)) => {
                holds(operator, (&a.first(), &a.last()), (&b.first(), &b.last()))
            }
            (Value::Text(a), Word::Text { key, .. }) if operator == Operator::Contains => a.contains(key),
            (Value::Listed(place), Word::Text { key, .. }) if operator == Operator::Contains => {
                self.key.word(*place).contains(key)
            }
            (Value::Text(a), Word::Text { key: b, .. }) => holds(operator, (a, a), (b, b)),
            _ => false,
        })
    }

    /// The first and last second of a value that is a point in time.
    pub fn span(&self, word: &Word, here: &Here) -> Result<(Time, Time)> {
        let Word::Moment(moment) = word else { return Err(Error::internal("a value is no point in time")) };
        moment.span(here, self.key.tense())
    }
}

fn any_of(items: &[Value], mut fits: impl FnMut(&Value) -> Result<bool>) -> Result<bool> {
    for item in items {
        if fits(item)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Compares what reaches from a first to a last value with another such: equal is inside.
fn holds<T: PartialOrd>(operator: Operator, value: (T, T), word: (T, T)) -> bool {
    match operator {
        Operator::Less => value.1 < word.0,
        Operator::AtMost => value.1 <= word.1,
        Operator::Greater => value.0 > word.1,
        Operator::AtLeast => value.0 >= word.0,
        _ => word.0 <= value.0 && value.1 <= word.1,
    }
}

/// Splits at commas; what stands in double quotes is one value. Nothing if a quote is not closed.
fn values(typed: &str) -> Option<Vec<String>> {
    let mut values = Vec::new();
    let mut rest = typed;
    loop {
        let (value, behind) = match rest.trim_start().strip_prefix('"') {
            Some(inside) => quoted_value(inside)?,
            None => rest.find(',').map_or((rest.to_owned(), ""), |at| {
                let (value, behind) = rest.split_at(at);
                (value.to_owned(), behind)
            }),
        };
        values.push(value);
        match behind.strip_prefix(',') {
            Some(next) => rest = next,
            None => return behind.trim().is_empty().then_some(values),
        }
    }
}

/// What stands up to the closing quote, and what is behind it; a quote that is doubled is one of the value.
fn quoted_value(typed: &str) -> Option<(String, &str)> {
    let (mut value, mut rest) = (String::new(), typed);
    loop {
        let (before, behind) = rest.split_once('"')?;
        value.push_str(before);
        match behind.strip_prefix('"') {
            Some(next) => {
                value.push('"');
                rest = next;
            }
            None => return Some((value, behind.trim_start())),
        }
    }
}

/// A value as a filter takes it: in double quotes where it holds a comma, or begins with a quote.
pub fn in_filter(value: &str) -> String {
    let is_plain = !value.contains(',') && !value.trim_start().starts_with('"');
    if is_plain { value.to_owned() } else { format!("\"{}\"", value.replace('"', "\"\"")) }
}

fn unclosed(typed: &str) -> Error {
    Error::usage(format!("`{}` is no filter: a value in double quotes ends with one", printable(typed)))
        .hint("a quote inside such a value is doubled: `name=\"Say \"\"hi\"\", please\"`")
}

fn malformed(typed: &str) -> Error {
    Error::usage(format!("`{}` is no filter: it has no operator", printable(typed)))
        .hint("write `--filter key=value`; operators: = != ~ !~ < <= > >=")
        .hint("a shell takes unquoted `<` and `>` for itself: write --filter 'created_at>90d'")
        .hint("provost help filters")
}

fn unsuited(name: &str, key: &Key, operator: Operator) -> Error {
    let fitting = Operator::ALL.iter().filter(|(_, operator)| operator.suits(key)).map(|(word, _)| *word);
    let advice = match key.holds {
        Holds::Address => format!("inside a network: `{name}=10.20.0.0/16`"),
        Holds::Time(_) => format!("within a day: `{name}=2026-01-31`"),
        _ => format!("compare it with {}", fitting.clone().collect::<Vec<_>>().join(" ")),
    };
    let several = if key.is_list { "several values" } else { key.kind() };
    Error::usage(format!("`{name}` holds {several}: `{}` does not compare that", operator.as_str())).hint(advice)
}
