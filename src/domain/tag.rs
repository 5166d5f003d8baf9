//! Tags: the rules that set them (TAG-2), and their colours.

use std::fmt;
use std::str::FromStr;

use regex::{Regex, RegexBuilder};

use super::address::{Address, AddressRange, AddressSet};
use super::error::{Error, Result};
use super::text::{Line, printable};
use super::words::{nearest, words};

words! {
    /// The colour of a tag.
    Color is "colour" {
        Red = "red",
        Orange = "orange",
        Yellow = "yellow",
        Green = "green",
        Blue = "blue",
        Purple = "purple",
        Grey = "grey",
    }
}

/// The most memory, in bytes, that the automaton of a pattern may take: a pattern beyond it is refused.
const PATTERN_SIZE: usize = 1 << 20;
/// The words that a rule begins with.
const RULES: &[&str] = &["name-contains", "name-matches", "os-matches", "address-in", "attribute"];

/// What a rule looks at.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The asset's name; the address if it has no other.
    pub name: &'a str,
    /// The operating system.
    pub os: Option<&'a str>,
    pub address: Address,
    /// The value of the free attribute that the rule asks for ([`Rule::attribute`]).
    pub attribute: Option<&'a str>,
}

/// A rule that sets a tag on every asset it matches. Text is compared without regard to case.
#[derive(Debug, Clone)]
pub struct Rule {
    typed: String,
    test: Test,
}

#[derive(Debug, Clone)]
enum Test {
    NameContains(String),
    NameMatches(Regex),
    OsMatches(Regex),
    AddressIn(AddressSet),
    Attribute(String, String),
}

impl serde::Serialize for Rule {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.typed)
    }
}

impl Rule {
    /// Whether the rule matches an asset.
    pub fn matches(&self, asset: &Facts<'_>) -> bool {
        match &self.test {
            Test::NameContains(text) => asset.name.to_lowercase().contains(text),
            Test::NameMatches(pattern) => pattern.is_match(asset.name),
            Test::OsMatches(pattern) => asset.os.is_some_and(|os| pattern.is_match(os)),
            Test::AddressIn(set) => set.contains(asset.address),
            Test::Attribute(_, value) => asset.attribute.is_some_and(|found| found.to_lowercase() == *value),
        }
    }

    /// The free attribute that the rule asks for.
    pub fn attribute(&self) -> Option<&str> {
        match &self.test {
            Test::Attribute(key, _) => Some(key),
            _ => None,
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.typed)
    }
}

fn bad(message: String) -> Error {
    Error::invalid(message).rule("TAG-2")
}

fn pattern(text: &str) -> Result<Regex> {
    RegexBuilder::new(text).case_insensitive(true).size_limit(PATTERN_SIZE).build().map_err(|error| {
        let reason = error.to_string();
        let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
        bad(format!("`{}` is no pattern: {reason}", printable(text)))
            .hint("write a regular expression such as `--rule 'os-matches ^windows server'`")
    })
}

impl FromStr for Rule {
    type Err = Error;
    fn from_str(typed: &str) -> Result<Self> {
        let line: Line = typed.parse()?;
        let text = line.as_str();
        let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let (word, rest) = (word.to_lowercase().replace('_', "-"), rest.trim());
        if !RULES.contains(&word.as_str()) {
            return Err(bad(format!("`{}` is no rule; one of: {}", printable(&word), RULES.join(", ")))
                .hint_maybe(nearest(&word, RULES.iter().copied()).map(|near| format!("did you mean `{near}`?")))
                .hint("write it as `--rule 'address-in 10.0.0.0/8'`"));
        }
        if rest.is_empty() {
            return Err(bad(format!("the rule `{word}` says nothing to compare with"))
                .hint("write it as `--rule 'name-contains web'`"));
        }
        let test = match word.as_str() {
            "name-contains" => Test::NameContains(rest.to_lowercase()),
            "name-matches" => Test::NameMatches(pattern(rest)?),
            "os-matches" => Test::OsMatches(pattern(rest)?),
            "address-in" => {
                let ranges = rest.split([',', ' ']).filter(|part| !part.is_empty());
                Test::AddressIn(ranges.map(str::parse::<AddressRange>).collect::<Result<_>>()?)
            }
            _ => {
                let (key, value) = rest.split_once('=').ok_or_else(|| {
                    bad(format!("`{}` is no pair", printable(rest)))
                        .hint("write it as `--rule 'attribute owner=web-team'`")
                })?;
                if key.trim().is_empty() {
                    return Err(bad("an attribute needs a key".to_owned())
                        .hint("write it as `--rule 'attribute owner=web-team'`"));
                }
                Test::Attribute(key.trim().to_owned(), value.trim().to_lowercase())
            }
        };
        Ok(Self { typed: format!("{word} {rest}"), test })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(rule: &str) -> bool {
        let rule: Rule = rule.parse().unwrap();
        let attribute = rule.attribute().filter(|key| *key == "owner").map(|_| "web team");
        let (os, address) = (Some("Windows Server 2025"), "10.0.0.7".parse().unwrap());
        rule.matches(&Facts { name: "Web-01", os, address, attribute })
    }

    #[test]
    fn each_rule_matches_what_it_says() {
        for yes in [
            "name-contains WEB",
            "name_matches ^web-\\d+$",
            "os-matches ^windows",
            "address-in 10.0.0.0/24, 192.0.2.1",
            "address-in 10.0.0.7-10.0.0.9",
            "attribute owner=Web Team",
        ] {
            assert!(matches(yes), "{yes}");
        }
        for no in
            ["name-contains db", "name-matches ^0", "os-matches linux", "address-in 10.0.1.0/24", "attribute owner=x"]
        {
            assert!(!matches(no), "{no}");
        }
    }

    #[test]
    fn bad_rules_are_refused_with_what_would_do() {
        for (bad, named) in [
            ("", "is no rule"),
            ("name-contain x", "is no rule"),
            ("name-contains", "nothing to compare"),
            ("name-matches (", "is no pattern"),
            ("name-matches a{1000}{1000}{1000}", "is no pattern"),
            ("address-in 10.0.0.300", "10.0.0.300"),
            ("attribute owner", "is no pair"),
            ("attribute =x", "needs a key"),
        ] {
            let error = bad.parse::<Rule>().unwrap_err();
            assert!(error.message.contains(named), "{bad}: {}", error.message);
        }
        assert_eq!("name-contain x".parse::<Rule>().unwrap_err().hints[0], "did you mean `name-contains`?");
    }
}
