//! Filters of events, as typed: `severity>=4 and (path~/etc or asset.tag=production)` (FIM-15).
//!
//! ```text
//! filter     = all ("or" all)*
//! all        = one ("and" one)*
//! one        = "not" one | "(" filter ")" | key operator value
//! value      = "quoted text" | text without blanks and parentheses; commas separate alternatives
//! ```

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use super::address::{Address, AddressRange};
use super::error::{Error, Result};
use super::moment::{Here, Tense};
use super::monitoring::{EventAction, severity};
use super::query::{Condition, Holds, Key, Operator, Value, Word};
use super::text::{is_forbidden, key, printable};
use super::time::Time;
use super::words::nearest;
use jiff::tz::TimeZone;

/// The longest filter, in bytes.
const LONGEST: usize = 4000;
/// How deep parentheses and negations may nest.
const DEEPEST: usize = 32;
/// What can be asked about an event.
const KEYS: &[Key] = &[
    one("path", Holds::Text),
    one("process", Holds::Text),
    one("action", Holds::Word(EventAction::WORDS)),
    one("severity", Holds::Number),
    one("at", Holds::Time(Tense::Past)),
    Key { is_list: true, ..one("asset.tag", Holds::Text) },
    one("asset.name", Holds::Text),
    one("asset.address", Holds::Address),
    one("asset.os", Holds::Text),
];
const TAG: &str = "asset.tag";

const fn one(name: &'static str, holds: Holds) -> Key {
    Key { name, holds, is_list: false }
}

/// What a filter looks at.
pub struct Facts<'a> {
    /// When it happened.
    pub at: Time,
    /// The process that acted.
    pub process: Option<&'a str>,
    /// The file.
    pub path: &'a str,
    /// What happened to it.
    pub action: EventAction,
    /// 1 to 5.
    pub severity: i64,
    /// The address of the asset.
    pub address: Address,
    /// The name of the asset, unless it is gone.
    pub asset_name: Option<&'a str>,
    /// The operating system of the asset.
    pub os: Option<&'a str>,
    /// Whether the asset bears a tag of that name, or one below it.
    pub bears: &'a dyn Fn(&str) -> bool,
}

/// A filter, and how it was typed.
#[derive(Debug, Clone)]
pub struct EventFilter {
    typed: String,
    test: Test,
    /// Where the values of `asset.tag` stand, in rising order, quotes included.
    tag_values: Vec<Range<usize>>,
}

#[derive(Debug, Clone)]
enum Test {
    Any(Vec<Self>),
    All(Vec<Self>),
    Not(Box<Self>),
    Where(Condition),
}

impl EventFilter {
    /// Whether an event fits, at the given time, which relative times such as `7d` are counted from.
    pub fn fits(&self, event: &Facts<'_>, now: Time) -> bool {
        self.test.holds(event, now)
    }

    /// The same filter with another name for a tag; none if it does not ask for the tag.
    pub fn renamed(&self, tag: &str, name: &str) -> Option<String> {
        if !self.tags().contains(&tag) {
            return None;
        }
        let mut typed = self.typed.clone();
        for span in self.tag_values.iter().rev() {
            let value = typed.get(span.clone())?.trim_matches('"');
            let names: Vec<&str> =
                value.split(',').map(str::trim).map(|one| if key(one) == tag { name } else { one }).collect();
            typed.replace_range(span.clone(), &format!("\"{}\"", names.join(",")));
        }
        Some(typed)
    }

    /// The comparable names of the tags that it asks for.
    pub fn tags(&self) -> Vec<&str> {
        let mut tags = Vec::new();
        self.test.collect_tags(&mut tags);
        tags
    }
}

impl Test {
    fn holds(&self, event: &Facts<'_>, now: Time) -> bool {
        match self {
            Self::Any(tests) => tests.iter().any(|test| test.holds(event, now)),
            Self::All(tests) => tests.iter().all(|test| test.holds(event, now)),
            Self::Not(test) => !test.holds(event, now),
            Self::Where(condition) => fits(condition, event, now),
        }
    }

    fn collect_tags<'t>(&'t self, found: &mut Vec<&'t str>) {
        match self {
            Self::Any(tests) | Self::All(tests) => tests.iter().for_each(|test| test.collect_tags(found)),
            Self::Not(test) => test.collect_tags(found),
            Self::Where(condition) if condition.key.name == TAG => {
                let tags = condition.words.iter().filter_map(|word| match word {
                    Word::Text { key, .. } => Some(key.as_str()),
                    _ => None,
                });
                found.extend(tags);
            }
            Self::Where(_) => {}
        }
    }
}

/// Whether an event fits a condition; a tag covers the tags below it.
fn fits(condition: &Condition, event: &Facts<'_>, now: Time) -> bool {
    if condition.key.name == TAG {
        let bears = |word: &Word| matches!(word, Word::Text { key, .. } if (event.bears)(key));
        return condition.words.iter().any(bears) != condition.operator.negated().is_some();
    }
    let value = match condition.key.name {
        "path" => Value::text(Some(event.path)),
        "process" => Value::text(event.process),
        "action" => EventAction::ALL.iter().position(|one| *one == event.action).map_or(Value::Absent, Value::Listed),
        "severity" => Value::Number(event.severity),
        "at" => Value::Time(event.at),
        "asset.name" => Value::text(event.asset_name),
        "asset.address" => AddressRange::new(event.address, event.address).map_or(Value::Absent, Value::Addresses),
        _ => Value::text(event.os),
    };
    // A time so far away that there is none fits nothing.
    condition.fits(&value, &Here { now, zone: TimeZone::UTC }).unwrap_or(false)
}

impl fmt::Display for EventFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.typed)
    }
}

impl FromStr for EventFilter {
    type Err = Error;

    fn from_str(typed: &str) -> Result<Self> {
        let typed = typed.trim();
        if typed.len() > LONGEST {
            return Err(malformed(format!("a filter has at most {LONGEST} bytes")));
        }
        if let Some(c) = typed.chars().find(|c| is_forbidden(*c)) {
            return Err(malformed(format!("a filter holds no character U+{:04X}", u32::from(c))));
        }
        let mut parser = Parser { rest: typed, depth: 0, whole: typed, tag_values: Vec::new() };
        let test = parser.any()?;
        match parser.rest.trim_start() {
            "" => Ok(Self { typed: typed.to_owned(), test, tag_values: parser.tag_values }),
            rest => Err(malformed(format!("`{}` cannot stand there", printable(rest)))),
        }
    }
}

/// Whether a filter can ask for a tag of that name: values are separated by commas and set in quotes.
pub fn is_askable(name: &str) -> bool {
    !name.contains(['"', ','])
}

fn names() -> Vec<&'static str> {
    KEYS.iter().map(|key| key.name).collect()
}

fn malformed(message: String) -> Error {
    Error::invalid(message)
        .rule("FIM-15")
        .hint("write it as `severity>=4 and (path~/etc or asset.tag=production)`")
        .hint(format!("keys: {}; operators: = != ~ !~ < > <= >=", names().join(", ")))
}

struct Parser<'t> {
    rest: &'t str,
    depth: usize,
    whole: &'t str,
    tag_values: Vec<Range<usize>>,
}

impl<'t> Parser<'t> {
    fn any(&mut self) -> Result<Test> {
        let mut tests = vec![self.all()?];
        while self.takes_word("or") {
            tests.push(self.all()?);
        }
        Ok(alone(tests, Test::Any))
    }

    fn all(&mut self) -> Result<Test> {
        let mut tests = vec![self.one()?];
        while self.takes_word("and") {
            tests.push(self.one()?);
        }
        Ok(alone(tests, Test::All))
    }

    fn one(&mut self) -> Result<Test> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(malformed(format!("conditions nest deeper than {DEEPEST}")));
        }
        let test = if self.takes_word("not") {
            Test::Not(Box::new(self.one()?))
        } else if self.takes("(") {
            let inner = self.any()?;
            if !self.takes(")") {
                return Err(malformed("a `)` is missing".to_owned()));
            }
            inner
        } else {
            self.condition()?
        };
        self.depth -= 1;
        Ok(test)
    }

    fn condition(&mut self) -> Result<Test> {
        self.rest = self.rest.trim_start();
        let end = self.rest.find(|c: char| !c.is_ascii_alphabetic() && c != '.').unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        if name.is_empty() {
            let found = if rest.is_empty() { "the end".to_owned() } else { format!("`{}`", printable(rest)) };
            return Err(malformed(format!("a condition is expected, not {found}")));
        }
        self.rest = rest;
        let operator = Operator::ALL.iter().find(|(written, _)| self.takes(written)).map(|(_, operator)| *operator);
        let operator =
            operator.ok_or_else(|| malformed(format!("after `{}` an operator is expected", printable(name))))?;
        self.rest = self.rest.trim_start();
        let from = self.whole.len() - self.rest.len();
        let value = self.value()?;
        if name.eq_ignore_ascii_case("asset.tag") {
            self.tag_values.push(from..self.whole.len() - self.rest.len());
        }
        test(&name.to_lowercase(), operator, &value)
    }

    fn value(&mut self) -> Result<String> {
        self.rest = self.rest.trim_start();
        if let Some(quoted) = self.rest.strip_prefix('"') {
            let (value, rest) =
                quoted.split_once('"').ok_or_else(|| malformed("a closing `\"` is missing".to_owned()))?;
            self.rest = rest;
            return Ok(value.to_owned());
        }
        let end = self.rest.find(|c: char| c.is_whitespace() || c == '(' || c == ')').unwrap_or(self.rest.len());
        let (value, rest) = self.rest.split_at(end);
        if value.is_empty() {
            return Err(malformed("a value is missing".to_owned()));
        }
        self.rest = rest;
        Ok(value.to_owned())
    }

    fn takes(&mut self, token: &str) -> bool {
        match self.rest.trim_start().strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Takes a word that ends there: `or`, not the beginning of `order`.
    fn takes_word(&mut self, word: &str) -> bool {
        let text: &'t str = self.rest.trim_start();
        let Some((head, rest)) = text.split_at_checked(word.len()) else { return false };
        let ends = rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || c == '(' || c == ')');
        if head.eq_ignore_ascii_case(word) && ends {
            self.rest = rest;
            return true;
        }
        false
    }
}

fn alone(mut tests: Vec<Test>, several: impl FnOnce(Vec<Test>) -> Test) -> Test {
    match (tests.len(), tests.pop()) {
        (1, Some(test)) => test,
        (_, last) => {
            tests.extend(last);
            several(tests)
        }
    }
}

/// One comparison.
fn test(name: &str, operator: Operator, value: &str) -> Result<Test> {
    let Some(key) = KEYS.iter().find(|key| key.name == name) else {
        let near = nearest(name, names()).map(|near| format!("did you mean `{near}`?"));
        let mut error = malformed(format!("events have no `{}`", printable(name)));
        error.hints.splice(0..0, near);
        return Err(error);
    };
    let values: Vec<String> = value.split(',').map(str::trim).filter(|v| !v.is_empty()).map(str::to_owned).collect();
    if values.is_empty() {
        return Err(malformed("a value is missing".to_owned()));
    }
    if name == TAG && !matches!(operator, Operator::Equal | Operator::Unequal) {
        return Err(malformed(format!("`{name}` is not compared by `{}`", operator.as_str())));
    }
    if name == "severity" {
        values.iter().try_for_each(|one| severity(one).map(drop)).map_err(|error| malformed(error.message.clone()))?;
    }
    Condition::new(*key, None, operator, &values).map(Test::Where).map_err(|error| malformed(error.message.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(filter: &str) -> bool {
        let filter: EventFilter = filter.parse().unwrap();
        let event = Facts {
            at: Time(1_000_000),
            process: Some("sshd"),
            path: "/etc/Passwd",
            action: EventAction::Modify,
            severity: 4,
            address: "10.0.0.7".parse().unwrap(),
            asset_name: Some("Web 1"),
            os: Some("Debian 13"),
            bears: &|tag| tag == "production" || tag == "web",
        };
        filter.fits(&event, Time(1_000_060))
    }

    #[test]
    fn each_key_is_compared() {
        for yes in [
            "path=/etc/passwd",
            "path~/ETC",
            "process=sshd,bash",
            "action=modify,delete",
            "severity>=4",
            "severity>3",
            "severity<=4",
            "severity<5",
            "severity=1,4",
            "severity != 3",
            "at>1970-01-02",
            "at>2m",
            "asset.tag=Production",
            "asset.tag!=laptop",
            "asset.name=\"web 1\"",
            "asset.address=10.0.0.0/24",
            "asset.os~debian",
        ] {
            assert!(fits(yes), "{yes}");
        }
        for no in ["path=/etc", "severity>4", "action=create", "at<1970-01-02", "asset.tag=laptop", "process!=sshd"] {
            assert!(!fits(no), "{no}");
        }
    }

    #[test]
    fn and_binds_closer_than_or_and_not_closer_than_both() {
        assert!(fits("severity=1 and action=create or path~etc"));
        assert!(!fits("severity=1 and (action=create or path~etc)"));
        assert!(fits("not severity=1 and path~etc"));
        assert!(!fits("not (severity=4 and path~etc)"));
        assert!(fits("NOT severity=1 OR severity=2"));
    }

    #[test]
    fn what_is_malformed_is_refused_with_a_hint() {
        for wrong in [
            "",
            "path",
            "path=",
            "asset.tag<x",
            "severity=9",
            "severity~4",
            "(severity=4",
            "severity=4)",
            "severity=4 path~x",
            "color=red",
            "at>soon",
            "action=explode",
            "asset.address=everywhere",
            "asset.name=\"web",
            "and severity=4",
        ] {
            let error = wrong.parse::<EventFilter>().unwrap_err();
            assert!(!error.hints.is_empty() || error.message.contains("one of"), "{wrong}: {error}");
        }
        let deep = format!("{}severity=4{}", "(".repeat(40), ")".repeat(40));
        assert!(deep.parse::<EventFilter>().is_err());
        assert_eq!("paht~x".parse::<EventFilter>().unwrap_err().hints[0], "did you mean `path`?");
    }

    #[test]
    fn the_tags_asked_for_are_known() {
        let filter: EventFilter = "asset.tag=Web and not (asset.tag=lab,Test or severity=1)".parse().unwrap();
        assert_eq!(filter.tags(), ["web", "lab", "test"]);
        let renamed = filter.renamed("lab", "old lab").unwrap();
        assert_eq!(renamed, "asset.tag=\"Web\" and not (asset.tag=\"old lab,Test\" or severity=1)");
        assert_eq!(renamed.parse::<EventFilter>().unwrap().tags(), ["web", "old lab", "test"]);
        assert_eq!(filter.renamed("nothing", "x"), None);
    }

    #[test]
    fn a_name_with_a_quote_or_a_comma_cannot_be_asked_for() {
        for name in ["a\"b", "a,b"] {
            assert!(!is_askable(name), "{name}");
        }
        assert!(is_askable("old lab (north)"));
    }
}
