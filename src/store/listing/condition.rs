//! Conditions as SQL.

use super::column::{Column, Place, Rows};
use super::selection::{Test, Wanted};
use crate::domain::query::{Holds, Operator};
use crate::domain::record::ALL_GROUP;
use crate::domain::text::key;
use crate::domain::{Address, Id, Result};
use crate::store::engine::{Param, Value};

/// The values of a statement, in the order of their numbers.
pub struct Bound(Vec<Value<'static>>);

impl Bound {
    /// Those that come first.
    pub fn of(params: &[&dyn Param]) -> Result<Self> {
        params.iter().map(|param| Ok(param.value()?.into_owned())).collect::<Result<_>>().map(Self)
    }

    /// Adds a value; gives its place in the statement.
    pub fn bind(&mut self, value: &dyn Param) -> Result<String> {
        self.0.push(value.value()?.into_owned());
        Ok(format!("?{}", self.0.len()))
    }

    /// All of them.
    pub fn params(&self) -> Vec<&dyn Param> {
        self.0.iter().map(|value| value as &dyn Param).collect()
    }
}

/// No user has this id.
const NOBODY: Id = -1;

impl Test {
    /// The condition on a row of that id.
    pub fn sql(&self, id: &str, bound: &mut Bound) -> Result<String> {
        let any = self.any(self.operator.negated().unwrap_or(self.operator), id, bound)?;
        let any = if any.is_empty() { "FALSE".to_owned() } else { any.join(" OR ") };
        Ok(if self.operator.negated().is_some() { format!("(({any}) IS NOT TRUE)") } else { format!("({any})") })
    }

    /// The alternatives of a condition, of which no row fits two: each can be looked up by itself.
    pub fn alternatives(&self, id: &str, bound: &mut Bound) -> Result<Vec<String>> {
        match self.operator {
            Operator::Equal if !self.wanted.is_empty() && self.column.indexed && !self.column.key.is_list => {
                self.any(self.operator, id, bound)
            }
            _ => Ok(vec![self.sql(id, bound)?]),
        }
    }

    /// Rows where nothing stands, which no order holds.
    pub fn absent(&self, id: &str) -> Option<String> {
        self.operator.is_ordered().then(|| absent(self.column, id))
    }

    fn any(&self, operator: Operator, id: &str, bound: &mut Bound) -> Result<Vec<String>> {
        let mut alternatives = Vec::new();
        for wanted in &self.wanted {
            alternatives.extend(self.one(operator, wanted, id, bound)?);
        }
        Ok(alternatives)
    }

    fn one(&self, operator: Operator, wanted: &Wanted, id: &str, bound: &mut Bound) -> Result<Vec<String>> {
        let alone = |sql: String| Ok(vec![sql]);
        match (self.column.place, wanted) {
            (Place::Pairs { rows, key }, wanted) => alone(self.pair(operator, wanted, &rows, key, id, bound)?),
            (_, Wanted::Absent) => alone(absent(self.column, id)),
            (Place::Rows(rows), Wanted::All) => alone(rows.all.map_or("FALSE".to_owned(), |all| format!("{all} = 1"))),
            (Place::Rows(rows), wanted) => {
                let condition = within_rows(operator, wanted, &rows, bound)?;
                let found = format!("{id} IN (SELECT {} FROM {} WHERE {condition})", rows.owner, rows.from);
                Ok(match (rows.all, wanted) {
                    (Some(all), Wanted::Text(part)) if key(ALL_GROUP).contains(part) => {
                        vec![format!("{all} = 1"), found]
                    }
                    _ => vec![found],
                })
            }
            (Place::Ranges { owner, from, first, last }, Wanted::Addresses(range)) => {
                let (low, high) = (bound.bind(&range.first())?, bound.bind(&range.last())?);
                alone(format!("{id} IN (SELECT {owner} FROM {from} WHERE {first} <= {high} AND {last} >= {low})"))
            }
            (Place::Other { id, .. }, Wanted::Object(Some(object), _)) => {
                alone(format!("{id} = {}", bound.bind(object)?))
            }
            (Place::Kept { id, kept, .. }, Wanted::Object(object, key)) => {
                let text = format!("({id} IS NULL AND lower({kept}) = {})", bound.bind(key)?);
                Ok(match object {
                    Some(object) => vec![format!("{id} = {}", bound.bind(object)?), text],
                    None => vec![text],
                })
            }
            (Place::Actor { id, login }, Wanted::Object(object, key)) => self.actor(id, login, *object, key, bound),
            (Place::NameOrAddress { name, address }, Wanted::Text(text)) if operator == Operator::Equal => {
                let by_name = format!("{name} = {}", bound.bind(text)?);
                Ok(match text.parse::<Address>() {
                    Ok(typed) => vec![by_name, format!("({name} IS NULL AND {address} = {})", bound.bind(&typed)?)],
                    Err(_) => vec![by_name],
                })
            }
            (Place::Lowered(at), Wanted::Text(text)) if operator == Operator::Equal && text.is_ascii() => {
                alone(format!("({at} IS NOT NULL AND lower({at}) = {})", bound.bind(text)?))
            }
            (_, Wanted::Listed(word, place)) => alone(self.word(operator, word, *place, bound)?),
            (place, wanted) => alone(compare(operator, &self.compared(operator, place), wanted, bound)?),
        }
    }

    /// What a user did that has this login now, or had it then.
    fn actor(&self, id: &str, login: &str, object: Option<Id>, key: &str, bound: &mut Bound) -> Result<Vec<String>> {
        let (key, object) = (bound.bind(&key)?, bound.bind(&object.unwrap_or(NOBODY))?);
        Ok(vec![
            format!("{id} = {object}"),
            format!(
                "({id} IN (SELECT f.user_id FROM former_logins f WHERE f.login_key = {key} AND f.user_id <> {object}) AND lower({login}) = {key})"
            ),
            format!("(COALESCE({id}, 0) = 0 AND lower({login}) = {key})"),
        ])
    }

    /// The expression that part of a text is looked for in, or that is compared.
    fn compared(&self, operator: Operator, place: Place) -> String {
        match (self.column.key.holds, place) {
            (Holds::Word(words), Place::Ranked(at)) if operator == Operator::Contains => word_at(words, at),
            (_, place) => expression(place),
        }
    }

    /// A word: by its place where that is known or the order asks for it.
    fn word(&self, operator: Operator, word: &str, place: usize, bound: &mut Bound) -> Result<String> {
        let at = match (self.column.key.holds, self.column.place) {
            (_, Place::Ranked(at)) => at.to_owned(),
            (Holds::Word(words), Place::At(_) | Place::Mostly { .. } | Place::Interned { .. })
                if operator.is_ordered() =>
            {
                rank(words, &expression(self.column.place))
            }
            (_, Place::Interned { id, .. }) => {
                return Ok(format!("{id} = (SELECT d.id FROM log_words d WHERE d.word = {})", bound.bind(&word)?));
            }
            (_, Place::Mostly { at, common }) if word == common => return Ok(format!("{at} IS NULL")),
            (_, Place::Mostly { at, .. }) => return Ok(format!("{at} = {}", bound.bind(&word)?)),
            (_, place) => return Ok(format!("({} = {})", expression(place), bound.bind(&word)?)),
        };
        Ok(format!("{at} {} {}", sign(operator), bound.bind(&i64::try_from(place).unwrap_or(i64::MAX))?))
    }

    /// A value under one of the keys that are free, or under any.
    fn pair(
        &self,
        operator: Operator,
        wanted: &Wanted,
        rows: &Rows,
        key: &str,
        id: &str,
        bound: &mut Bound,
    ) -> Result<String> {
        let of_key = match &self.part {
            Some(part) => format!("{key} = {}", bound.bind(part)?),
            None => "TRUE".to_owned(),
        };
        if *wanted == Wanted::Absent {
            return Ok(format!("NOT EXISTS (SELECT 1 FROM {} WHERE {} = {id} AND {of_key})", rows.from, rows.owner));
        }
        let condition = compare(operator, rows.value, wanted, bound)?;
        Ok(format!("{id} IN (SELECT {} FROM {} WHERE {of_key} AND {condition})", rows.owner, rows.from))
    }
}

fn within_rows(operator: Operator, wanted: &Wanted, rows: &Rows, bound: &mut Bound) -> Result<String> {
    match wanted {
        Wanted::Object(Some(object), _) => Ok(format!("{} = {}", rows.id, bound.bind(object)?)),
        wanted => compare(operator, rows.value, wanted, bound),
    }
}

/// The expression of a value that stands alone.
fn expression(place: Place) -> String {
    match place {
        Place::At(at) | Place::Ranked(at) => at.to_owned(),
        Place::Interned { word, .. } => word.to_owned(),
        Place::Mostly { at, common } => format!("COALESCE({at}, '{common}')"),
        Place::Folded(at) | Place::Lowered(at) => format!("fold({at})"),
        Place::NameOrAddress { name, address } => format!("COALESCE({name}, shown({address}))"),
        Place::Actor { login, .. } => format!("lower({login})"),
        Place::Other { name, .. } => name.to_owned(),
        Place::Kept { name, kept, .. } => format!("COALESCE({name}, lower({kept}))"),
        Place::Nowhere | Place::Rows(_) | Place::Pairs { .. } | Place::Ranges { .. } => "NULL".to_owned(),
    }
}

/// The place of a word in its vocabulary.
fn rank(words: &[&str], at: &str) -> String {
    let cases: Vec<String> =
        words.iter().enumerate().map(|(place, word)| format!("WHEN '{word}' THEN {place}")).collect();
    format!("CASE {at} {} END", cases.join(" "))
}

/// The word at a place of the vocabulary.
fn word_at(words: &[&str], at: &str) -> String {
    let cases: Vec<String> =
        words.iter().enumerate().map(|(place, word)| format!("WHEN {place} THEN '{word}'")).collect();
    format!("CASE {at} {} END", cases.join(" "))
}

const fn sign(operator: Operator) -> &'static str {
    match operator {
        Operator::Less => "<",
        Operator::AtMost => "<=",
        Operator::Greater => ">",
        Operator::AtLeast => ">=",
        _ => "=",
    }
}

fn compare(operator: Operator, at: &str, wanted: &Wanted, bound: &mut Bound) -> Result<String> {
    let value: &dyn Param = match wanted {
        Wanted::Span(first, last) => return between(operator, at, first, last, bound),
        Wanted::Addresses(range) => return between(operator, at, &range.first(), &range.last(), bound),
        Wanted::Text(text) if operator == Operator::Contains => {
            return Ok(format!("{at} LIKE {} ESCAPE '\\'", bound.bind(&containing(text))?));
        }
        Wanted::Absent => return Ok(format!("{at} IS NULL")),
        Wanted::All => return Ok("FALSE".to_owned()),
        Wanted::Number(number) => number,
        Wanted::Flag(flag) => flag,
        Wanted::Text(text) | Wanted::Object(_, text) => text,
        Wanted::Listed(word, _) => word,
    };
    Ok(format!("{at} {} {}", sign(operator), bound.bind(value)?))
}

/// What reaches from a first to a last value: equal is inside.
fn between(operator: Operator, at: &str, first: &dyn Param, last: &dyn Param, bound: &mut Bound) -> Result<String> {
    Ok(match operator {
        Operator::Less => format!("{at} < {}", bound.bind(first)?),
        Operator::AtMost => format!("{at} <= {}", bound.bind(last)?),
        Operator::Greater => format!("{at} > {}", bound.bind(last)?),
        Operator::AtLeast => format!("{at} >= {}", bound.bind(first)?),
        _ => format!("({at} >= {} AND {at} <= {})", bound.bind(first)?, bound.bind(last)?),
    })
}

/// Any text with that inside.
fn containing(text: &str) -> String {
    let escaped: String = text.chars().flat_map(|c| if "\\%_".contains(c) { vec!['\\', c] } else { vec![c] }).collect();
    format!("%{escaped}%")
}

fn absent(column: &Column, id: &str) -> String {
    let none = |owner: &str, from: &str| format!("NOT EXISTS (SELECT 1 FROM {from} WHERE {owner} = {id})");
    match column.place {
        Place::Rows(Rows { owner, from, all: Some(all), .. }) => format!("({} AND {all} = 0)", none(owner, from)),
        Place::Rows(Rows { owner, from, .. }) | Place::Ranges { owner, from, .. } => none(owner, from),
        Place::Pairs { rows, .. } => none(rows.owner, rows.from),
        Place::Other { id, .. } => format!("{id} IS NULL"),
        Place::Kept { id, kept, .. } => format!("({id} IS NULL AND {kept} IS NULL)"),
        Place::Folded(at) | Place::Lowered(at) => format!("{at} IS NULL"),
        Place::Actor { id, login } => format!("({id} IS NULL AND {login} IS NULL)"),
        place => format!("{} IS NULL", expression(place)),
    }
}

/// The expression by which rows are put in order; none where the program must.
pub fn order(column: &Column) -> Option<String> {
    match (column.key.holds, column.place) {
        (_, Place::Nowhere | Place::Rows(_) | Place::Pairs { .. } | Place::Ranges { .. }) => None,
        (Holds::Word(words), place @ (Place::At(_) | Place::Mostly { .. } | Place::Interned { .. })) => {
            Some(rank(words, &expression(place)))
        }
        (_, place) => Some(expression(place)),
    }
}

/// The condition that a text stands in any of the describing keys.
pub fn describes(columns: &[Column], text: &str, bound: &mut Bound) -> Result<String> {
    let text = bound.bind(&containing(text))?;
    let described = columns.iter().filter(|column| column.describes);
    let alternatives: Vec<String> =
        described.map(|column| format!("{} LIKE {text} ESCAPE '\\'", expression(column.place))).collect();
    Ok(if alternatives.is_empty() { "FALSE".to_owned() } else { format!("({})", alternatives.join(" OR ")) })
}
