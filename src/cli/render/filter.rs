//! `--filter` and `--sort`: narrowing and ordering rows by their keys.

use std::cmp::Ordering;

use serde_json::Value;

use super::cell::{at_path, csv};
use super::tabular::ListColumn;
use crate::domain::words::nearest;
use crate::domain::{Error, Level, Result, Time};

/// How a filter compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Equal,
    Unequal,
    Contains,
    Less,
    Greater,
}

/// One condition; all of a list must hold.
#[derive(Debug, Clone)]
pub struct Filter {
    key: String,
    comparison: Comparison,
    words: Vec<String>,
}

impl Filter {
    /// Reads `k=v`, `k=v,w`, `k!=v`, `k~text`, `k<v`, `k>v` or `k=`.
    pub fn parse(typed: &str, columns: &[ListColumn]) -> Result<Self> {
        let at = typed.find(['=', '!', '~', '<', '>']).ok_or_else(|| malformed(typed))?;
        let (key, rest) = typed.split_at(at);
        let (comparison, value) = match rest.as_bytes() {
            [b'!', b'=', ..] => (Comparison::Unequal, rest.get(2..)),
            [b'=', ..] => (Comparison::Equal, rest.get(1..)),
            [b'~', ..] => (Comparison::Contains, rest.get(1..)),
            [b'<', ..] => (Comparison::Less, rest.get(1..)),
            [b'>', ..] => (Comparison::Greater, rest.get(1..)),
            _ => return Err(malformed(typed)),
        };
        let key = check_key(key, columns)?;
        let value = value.unwrap_or_default();
        if value.starts_with('=') {
            return Err(malformed(typed));
        }
        let ordered = matches!(comparison, Comparison::Less | Comparison::Greater);
        let value = match ordered {
            true if is_time(&key) => &point_in_time(value)?,
            true if is_level(&key) => &height(value.parse()?).to_string(),
            _ => value,
        };
        let words = match comparison {
            Comparison::Equal | Comparison::Unequal => {
                value.split(',').map(|word| word.trim().to_lowercase()).collect()
            }
            _ => vec![value.trim().to_lowercase()],
        };
        Ok(Self { key, comparison, words })
    }

    pub fn fits(&self, row: &Value) -> Result<bool> {
        let ordered = matches!(self.comparison, Comparison::Less | Comparison::Greater);
        let value = at_path(row, &self.key);
        let value = if ordered { comparable(&self.key, value) } else { value };
        self.check_words(&value)?;
        Ok(match self.comparison {
            Comparison::Equal => self.words.iter().any(|word| equals(&value, word)),
            Comparison::Unequal => !self.words.iter().any(|word| equals(&value, word)),
            Comparison::Contains => self.words.iter().any(|word| csv(&value).to_lowercase().contains(word)),
            Comparison::Less => self.words.iter().all(|word| compare_word(&value, word) == Some(Ordering::Less)),
            Comparison::Greater => self.words.iter().all(|word| compare_word(&value, word) == Some(Ordering::Greater)),
        })
    }

    fn check_words(&self, value: &Value) -> Result<()> {
        let ordered = matches!(self.comparison, Comparison::Less | Comparison::Greater);
        let unfit = |word: &&String| match value {
            Value::Number(_) if ordered => word.parse::<f64>().is_err(),
            Value::Bool(_) => {
                self.comparison != Comparison::Contains && !["true", "false", "yes", "no", ""].contains(&word.as_str())
            }
            _ => false,
        };
        match self.words.iter().find(unfit) {
            Some(word) => Err(Error::usage(format!(
                "`{}` cannot be compared with `{}`",
                self.key,
                crate::domain::text::printable(word)
            ))
            .hint("compare numbers with a number, and yes-or-no keys with `yes` or `no`")),
            None => Ok(()),
        }
    }
}

/// A date, or RFC 3339 in any zone, in the form in which times are printed, so that text compares as time does.
fn point_in_time(word: &str) -> Result<String> {
    if !word.contains('-') {
        return Err(malformed(word).hint("compare times with a date: `created_at>2026-01-31`"));
    }
    Time::parse(word, Time::default()).map(|time| time.to_string())
}

/// Whether the key holds a level, which has an order of its own (ROLE-2).
fn is_level(key: &str) -> bool {
    key == "level" || key == "effective_level"
}

fn height(level: Level) -> usize {
    Level::ALL.iter().take_while(|lower| **lower < level).count()
}

/// A value in the form in which it is compared.
fn comparable(key: &str, value: Value) -> Value {
    match value.as_str().filter(|_| is_level(key)).and_then(|text| text.parse().ok()) {
        Some(level) => height(level).into(),
        None => value,
    }
}

/// Whether the key holds a point in time.
fn is_time(key: &str) -> bool {
    key == "at" || key.ends_with("_at")
}

fn malformed(typed: &str) -> Error {
    Error::usage(format!("`{}` is no filter", crate::domain::text::printable(typed)))
        .hint("write `--filter key=value`, `key!=value`, `key~text`, `key<value`, `key>value` or `key=`")
}

/// An empty word means absent; on an array, equal means contains.
fn equals(value: &Value, word: &str) -> bool {
    match value {
        Value::Null => word.is_empty(),
        Value::Array(items) if word.is_empty() => items.is_empty(),
        Value::Array(items) => items.iter().any(|item| equals(item, word)),
        Value::Bool(flag) => matches!((flag, word), (true, "true" | "yes") | (false, "false" | "no")),
        other => csv(other).to_lowercase() == word,
    }
}

fn compare_word(value: &Value, word: &str) -> Option<Ordering> {
    match value {
        Value::Null | Value::Array(_) | Value::Object(_) => None,
        Value::Number(number) => {
            number.as_f64().zip(word.parse().ok()).and_then(|(a, b): (f64, f64)| a.partial_cmp(&b))
        }
        other => Some(csv(other).to_lowercase().as_str().cmp(word)),
    }
}

/// Keys whose objects may have any key inside.
const FREE_FORM: &[&str] = &["attributes", "content", "recurrence"];

/// A key that rows of the kind have.
pub fn check_key(key: &str, columns: &[ListColumn]) -> Result<String> {
    let key = key.trim();
    let inside_free_form = key
        .split_once('.')
        .is_some_and(|(head, _)| FREE_FORM.contains(&head) && columns.iter().any(|column| column.key == head));
    if inside_free_form || columns.iter().any(|column| column.key == key) {
        return Ok(key.to_owned());
    }
    let keys: Vec<_> = columns.iter().map(|column| column.key).collect();
    Err(Error::usage(format!(
        "there is no key `{}`; valid keys: {}",
        crate::domain::text::printable(key),
        keys.join(", ")
    ))
    .hint_maybe(nearest(key, keys.iter().copied()).map(|key| format!("did you mean `{key}`?"))))
}

/// The order of rows: keys, each rising or falling.
#[derive(Debug, Clone, Default)]
pub struct Sort(Vec<(String, bool)>);

impl Sort {
    /// Reads `key[,-key]`.
    pub fn parse(typed: &[String], columns: &[ListColumn]) -> Result<Self> {
        let keys = typed.iter().map(|key| match key.strip_prefix('-') {
            Some(key) => check_key(key, columns).map(|key| (key, true)),
            None => check_key(key, columns).map(|key| (key, false)),
        });
        keys.collect::<Result<Vec<_>>>().map(Self)
    }

    /// Whether rows stay in the order in which they come.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Orders rows; those equal by all keys stay in the order in which they came.
    pub fn apply(&self, rows: &mut [Value]) {
        rows.sort_by(|a, b| {
            self.0.iter().fold(Ordering::Equal, |order, (key, falling)| {
                order.then_with(|| {
                    let value = |row: &Value| comparable(key, at_path(row, key));
                    let order = compare(&value(a), &value(b));
                    if *falling { order.reverse() } else { order }
                })
            })
        });
    }
}

/// Absent values last, numbers by size, everything else by its text without regard to case.
fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Null, Value::Null) => Ordering::Equal,
        (Value::Null, _) => Ordering::Greater,
        (_, Value::Null) => Ordering::Less,
        (Value::Number(a), Value::Number(b)) => a.as_f64().partial_cmp(&b.as_f64()).unwrap_or(Ordering::Equal),
        _ => csv(a).to_lowercase().cmp(&csv(b).to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const COLUMNS: &[ListColumn] = &[
        ListColumn { key: "login", shown: true },
        ListColumn { key: "groups", shown: false },
        ListColumn { key: "count", shown: false },
        ListColumn { key: "unit", shown: false },
        ListColumn { key: "active", shown: false },
        ListColumn { key: "created_at", shown: false },
        ListColumn { key: "level", shown: false },
    ];

    fn fits(filter: &str) -> bool {
        let row = json!({"login": "Ann@x", "groups": ["Ops", "Dev"], "count": 10, "unit": null, "active": true, "level": "manager"});
        Filter::parse(filter, COLUMNS).unwrap().fits(&row).unwrap()
    }

    #[test]
    fn the_forms_of_a_filter() {
        for yes in [
            "login=ann@x",
            "login=bob@x,ann@x",
            "login!=bob@x",
            "login~NN",
            "groups=ops",
            "count>9",
            "count<11",
            "unit=",
            "unit!=EU",
            "active=yes",
            "login>a",
            "level>viewer",
            "level<admin",
        ] {
            assert!(fits(yes), "{yes}");
        }
        for no in [
            "login=ann",
            "login!=ann@x",
            "groups=op",
            "groups=",
            "count>10",
            "count=1",
            "unit=EU",
            "active=no",
            "unit<z",
        ] {
            assert!(!fits(no), "{no}");
        }
    }

    #[test]
    fn unknown_keys_are_refused_with_the_valid_ones() {
        let error = Filter::parse("lgoin=x", COLUMNS).unwrap_err();
        assert!(error.message.contains("login, groups"), "{}", error.message);
        assert_eq!(error.hints, ["did you mean `login`?"]);
        assert!(Filter::parse("login", COLUMNS).is_err());
        for bad in ["login!x", "count>=3", "login==x", "created_at<yesterday"] {
            assert!(Filter::parse(bad, COLUMNS).is_err(), "{bad}");
        }
        let row = json!({"count": 10, "active": true});
        for bad in ["count<x", "active=maybe"] {
            assert!(Filter::parse(bad, COLUMNS).unwrap().fits(&row).is_err(), "{bad}");
        }
    }

    #[test]
    fn sorting_is_stable_and_puts_absent_values_last() {
        let mut rows = vec![
            json!({"login": "b", "count": null}),
            json!({"login": "a", "count": 2}),
            json!({"login": "c", "count": 10}),
        ];
        Sort::parse(&["count".into()], COLUMNS).unwrap().apply(&mut rows);
        assert_eq!(rows.iter().map(|row| row["login"].as_str().unwrap()).collect::<String>(), "acb");
        Sort::parse(&["-login".into()], COLUMNS).unwrap().apply(&mut rows);
        assert_eq!(rows.iter().map(|row| row["login"].as_str().unwrap()).collect::<String>(), "cba");
    }
}
