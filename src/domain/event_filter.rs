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

use super::address::{Address, AddressRange, AddressSet};
use super::error::{Error, Result};
use super::monitoring::{EventAction, severity};
use super::text::{is_forbidden, key, printable};
use super::time::Time;
use super::words::{nearest, parse_all};

/// The longest filter, in bytes.
const LONGEST: usize = 4000;
/// How deep parentheses and negations may nest.
const DEEPEST: usize = 32;
/// What can be asked about an event.
const KEYS: &[&str] =
    &["path", "process", "action", "severity", "at", "asset.tag", "asset.name", "asset.address", "asset.os"];

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
    Text(TextKey, bool, Vec<String>),
    Severity(Comparison, Vec<i64>),
    At(Comparison, String),
    Action(Vec<EventAction>),
    Address(AddressSet),
    Tag(Vec<String>),
}

#[derive(Debug, Clone, Copy)]
enum TextKey {
    Path,
    Process,
    AssetName,
    AssetOs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Equal,
    Below,
    Above,
    AtMost,
    AtLeast,
}

impl Comparison {
    fn holds<T: PartialOrd>(self, left: T, right: T) -> bool {
        match self {
            Self::Equal => left == right,
            Self::Below => left < right,
            Self::Above => left > right,
            Self::AtMost => left <= right,
            Self::AtLeast => left >= right,
        }
    }
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
            Self::Text(text, contains, values) => {
                let found = match text {
                    TextKey::Path => Some(event.path),
                    TextKey::Process => event.process,
                    TextKey::AssetName => event.asset_name,
                    TextKey::AssetOs => event.os,
                };
                let found = found.map(key).unwrap_or_default();
                values.iter().any(|value| if *contains { found.contains(value) } else { found == *value })
            }
            Self::Severity(comparison, values) => values.iter().any(|value| comparison.holds(event.severity, *value)),
            Self::At(comparison, typed) => {
                Time::parse(typed, now).is_ok_and(|time| comparison.holds(event.at.0, time.0))
            }
            Self::Action(actions) => actions.contains(&event.action),
            Self::Address(set) => set.contains(event.address),
            Self::Tag(tags) => tags.iter().any(|tag| (event.bears)(tag)),
        }
    }

    fn collect_tags<'t>(&'t self, found: &mut Vec<&'t str>) {
        match self {
            Self::Any(tests) | Self::All(tests) => tests.iter().for_each(|test| test.collect_tags(found)),
            Self::Not(test) => test.collect_tags(found),
            Self::Tag(tags) => found.extend(tags.iter().map(String::as_str)),
            _ => {}
        }
    }
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

fn malformed(message: String) -> Error {
    Error::invalid(message)
        .rule("FIM-15")
        .hint("write it as `severity>=4 and (path~/etc or asset.tag=production)`")
        .hint(format!("keys: {}; operators: = != ~ < > <= >=", KEYS.join(", ")))
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
        let operator = ["!=", "<=", ">=", "=", "~", "<", ">"].into_iter().find(|operator| self.takes(operator));
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

/// One comparison; `!=` is the negation of `=`.
fn test(name: &str, operator: &str, value: &str) -> Result<Test> {
    if operator == "!=" {
        return test(name, "=", value).map(|test| Test::Not(Box::new(test)));
    }
    let foreign = || malformed(format!("`{name}` is not compared by `{operator}`"));
    let values: Vec<String> = value.split(',').map(str::trim).filter(|v| !v.is_empty()).map(str::to_owned).collect();
    if values.is_empty() {
        return Err(malformed("a value is missing".to_owned()));
    }
    let text = |which| match operator {
        "=" | "~" => Ok(Test::Text(which, operator == "~", values.iter().map(|value| key(value)).collect())),
        _ => Err(foreign()),
    };
    let comparison = match operator {
        "=" => Some(Comparison::Equal),
        "<" => Some(Comparison::Below),
        ">" => Some(Comparison::Above),
        "<=" => Some(Comparison::AtMost),
        ">=" => Some(Comparison::AtLeast),
        _ => None,
    };
    match name {
        "path" => text(TextKey::Path),
        "process" => text(TextKey::Process),
        "asset.name" => text(TextKey::AssetName),
        "asset.os" => text(TextKey::AssetOs),
        "severity" => {
            let comparison = comparison.ok_or_else(foreign)?;
            let number = |value: &String| severity(value).map_err(|error| malformed(error.message.clone()));
            Ok(Test::Severity(comparison, values.iter().map(number).collect::<Result<_>>()?))
        }
        "at" => {
            let comparison = comparison.filter(|one| *one != Comparison::Equal).ok_or_else(foreign)?;
            Time::parse(value, Time(0))?;
            Ok(Test::At(comparison, value.to_owned()))
        }
        "action" if operator == "=" => Ok(Test::Action(parse_all(&values)?)),
        "asset.address" if operator == "=" => {
            let ranges: Vec<AddressRange> = parse_all(&values)?;
            Ok(Test::Address(ranges.into_iter().collect()))
        }
        "asset.tag" if operator == "=" => Ok(Test::Tag(values.iter().map(|value| key(value)).collect())),
        "action" | "asset.address" | "asset.tag" => Err(foreign()),
        other => {
            let near = nearest(other, KEYS.iter().copied()).map(|near| format!("did you mean `{near}`?"));
            let mut error = malformed(format!("events have no `{}`", printable(other)));
            error.hints.splice(0..0, near);
            Err(error)
        }
    }
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
            "path<x",
            "severity=9",
            "severity~4",
            "(severity=4",
            "severity=4)",
            "severity=4 path~x",
            "color=red",
            "at=2026-01-01",
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
