//! Reading such a file: every mistake with its line and key.

use std::ops::Range;

use serde::de::{DeserializeOwned, IntoDeserializer as _};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::form::{Organisation, Setting};
use crate::domain::words::nearest;
use crate::domain::{Error, Result};

/// One part of the file, with the places of its values.
#[derive(Debug)]
pub struct Item<T> {
    /// What it says.
    pub value: T,
    /// Where it stands, such as `users[3]`.
    path: String,
    line: usize,
    fields: Vec<Field>,
}

#[derive(Debug)]
struct Field {
    path: String,
    line: usize,
    text: String,
}

impl<T> Item<T> {
    /// A mistake found in this part later on: at the value it quotes, else at the part itself.
    pub fn mistake(&self, file: &str, error: &Error) -> String {
        let quoted = |field: &&Field| !field.text.is_empty() && error.message.contains(&format!("`{}`", field.text));
        let by_key = |field: &&Field| {
            let key = field.path.rsplit('.').next().unwrap_or_default();
            error.message.contains(&format!(" {} ", key.replace('_', " ")))
        };
        let field = self.fields.iter().rev().find(quoted).or_else(|| self.fields.iter().find(by_key));
        let (line, path) = field.map_or((self.line, &self.path), |field| (field.line, &field.path));
        let rule = error.rule.map(|rule| format!(" ({rule})")).unwrap_or_default();
        format!("{file}:{line}: {path}: {}{rule}", error.message)
    }
}

/// The keys of the file's top level.
const KEYS: &[&str] = &[
    "name",
    "primary_contact",
    "settings",
    "units",
    "users",
    "tags",
    "assets",
    "domains",
    "appliances",
    "asset_groups",
    "configs",
    "tickets",
    "groups",
    "projects",
    "remediation_policies",
    "auth_records",
];

/// Reads a file that describes an organisation.
///
/// # Errors
/// `invalid`, listing every mistake with line and key.
pub fn read(file: &str, text: &str) -> Result<Organisation> {
    let mut reader = Reader { file, text, mistakes: Vec::new() };
    let organisation = reader.organisation();
    if reader.mistakes.is_empty() { Ok(organisation) } else { Err(mistakes(file, reader.mistakes)) }
}

/// The error that lists every mistake of a file.
pub fn mistakes(file: &str, mistakes: Vec<String>) -> Error {
    let count = mistakes.len();
    let noun = if count == 1 { "mistake" } else { "mistakes" };
    let mut error =
        Error::invalid(format!("{file} has {count} {noun}; nothing was written")).hint("mend the file and try again");
    error.mistakes = mistakes;
    error
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    mistakes: Vec<String>,
}

impl<'a> Reader<'a> {
    fn line(&self, span: Option<Range<usize>>) -> usize {
        let start = span.map_or(0, |span| span.start);
        1 + self.text.as_bytes().iter().take(start).filter(|byte| **byte == b'\n').count()
    }

    fn add(&mut self, line: usize, path: &str, message: &str) {
        let path = if path.is_empty() { String::new() } else { format!("{path}: ") };
        self.mistakes.push(format!("{}:{line}: {path}{}", self.file, message.trim().replace('\n', " ")));
    }

    fn organisation(&mut self) -> Organisation {
        let (document, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            self.add(self.line(error.span()), "", error.message());
        }
        if !self.mistakes.is_empty() {
            return Organisation::default();
        }
        let mut organisation = Organisation::default();
        let mut head = DeTable::new();
        for (key, value) in document.into_inner() {
            match key.get_ref().as_ref() {
                "name" | "primary_contact" => {
                    head.insert(key, value);
                }
                "settings" => organisation.settings = self.settings("settings", &value),
                "units" => organisation.units = self.items("units", value),
                "users" => organisation.users = self.items("users", value),
                "tags" => organisation.tags = self.items("tags", value),
                "assets" => organisation.assets = self.items("assets", value),
                "domains" => organisation.domains = self.items("domains", value),
                "appliances" => organisation.appliances = self.items("appliances", value),
                "asset_groups" => organisation.asset_groups = self.items("asset_groups", value),
                "configs" => organisation.configs = self.items("configs", value),
                "tickets" => organisation.tickets = self.items("tickets", value),
                "groups" => organisation.groups = self.items("groups", value),
                "projects" => organisation.projects = self.items("projects", value),
                "remediation_policies" => {
                    organisation.remediation_policies = self.items("remediation_policies", value);
                }
                "auth_records" => organisation.auth_records = self.items("auth_records", value),
                unknown => {
                    let near = nearest(unknown, KEYS.iter().copied()).map(|key| format!(", did you mean `{key}`?"));
                    let message = format!(
                        "unknown key `{}`{}",
                        crate::domain::text::printable(unknown),
                        near.unwrap_or_default()
                    );
                    self.add(self.line(Some(key.span())), "", &message);
                }
            }
        }
        if !head.is_empty() {
            let end = head.values().map(|value| value.span().end).max().unwrap_or_default();
            let start = head.values().map(|value| value.span().start).min().unwrap_or_default();
            organisation.head = self.item(String::new(), Spanned::new(start..end, DeValue::Table(head)));
        }
        organisation
    }

    fn items<T: DeserializeOwned>(&mut self, key: &str, value: Spanned<DeValue<'a>>) -> Vec<Item<T>> {
        let line = self.line(Some(value.span()));
        let DeValue::Array(items) = value.into_inner() else {
            self.add(line, key, &format!("expected tables, written as `[[{key}]]`"));
            return Vec::new();
        };
        let items = items.into_iter().enumerate();
        items.filter_map(|(index, item)| self.item(format!("{key}[{index}]"), item)).collect()
    }

    fn item<T: DeserializeOwned>(&mut self, path: String, value: Spanned<DeValue<'a>>) -> Option<Item<T>> {
        let line = self.line(Some(value.span()));
        let mut fields = Vec::new();
        self.collect(&path, &value, &mut fields);
        match T::deserialize(value.into_deserializer()) {
            Ok(value) => Some(Item { value, path, line, fields }),
            Err(error) => {
                let at = if error.span().is_some() { self.line(error.span()) } else { line };
                self.add(at, &path, error.message());
                None
            }
        }
    }

    /// The places of all texts in a value.
    fn collect(&self, path: &str, value: &Spanned<DeValue<'a>>, fields: &mut Vec<Field>) {
        let line = self.line(Some(value.span()));
        match value.get_ref() {
            DeValue::Table(table) => {
                for (key, value) in table {
                    let path =
                        if path.is_empty() { key.get_ref().to_string() } else { format!("{path}.{}", key.get_ref()) };
                    self.collect(&path, value, fields);
                }
            }
            DeValue::Array(items) => {
                for item in items.iter() {
                    self.collect(path, item, fields);
                }
            }
            scalar => fields.push(Field { path: path.to_owned(), line, text: plain(scalar) }),
        }
    }

    /// Settings may be written `asset_groups.mode = …` or under `[settings.asset_groups]`.
    fn settings(&mut self, path: &str, value: &Spanned<DeValue<'a>>) -> Vec<Item<Setting>> {
        let mut fields = Vec::new();
        self.collect(path, value, &mut fields);
        fields
            .into_iter()
            .map(|field| {
                let key = field.path.strip_prefix("settings.").unwrap_or(&field.path).to_owned();
                let value = Setting { key, value: field.text.clone() };
                Item { value, path: field.path.clone(), line: field.line, fields: vec![field] }
            })
            .collect()
    }
}

fn plain(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(number) => number.as_str().to_owned(),
        DeValue::Float(number) => number.as_str().to_owned(),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(datetime) => datetime.to_string(),
        DeValue::Array(_) | DeValue::Table(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_is_named_with_line_and_key() {
        let text = "name = 'Acme'\nprimary_contact = 'a@x'\nusres = 1\n\n[[units]]\nname = 'EU'\n\n[[units]]\nnmae = 'US'\n\n[[users]]\nlogin = 7\n";
        let error = read("org.toml", text).unwrap_err();
        let all = error.mistakes.join("\n");
        assert!(all.contains("org.toml:3: unknown key `usres`, did you mean `users`?"), "{all}");
        assert!(all.contains("org.toml:9: units[1]"), "{all}");
        assert!(all.contains("org.toml:12: users[0]"), "{all}");
    }

    #[test]
    fn broken_syntax_is_named_with_its_line() {
        let error = read("org.toml", "name = 'Acme'\nprimary_contact = \n").unwrap_err();
        assert!(error.mistakes[0].starts_with("org.toml:2:"), "{:?}", error.mistakes);
    }
}
