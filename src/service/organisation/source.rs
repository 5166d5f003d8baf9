//! Reading such a file: every mistake with its line and key.

use std::ops::Range;
use std::rc::Rc;

use serde::Deserialize as _;
use serde::de::{DeserializeOwned, IntoDeserializer as _};
use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::form::{Field, Item, Organisation, Setting, Table, mistake};
use crate::domain::mistake::Mistake;
use crate::domain::sheet::row::Origin;
use crate::domain::sheet::{Layout, refusal};
use crate::domain::text::printable;
use crate::domain::words::nearest;
use crate::domain::{Error, Result};
use crate::service::bulk::BulkKind;
use crate::service::bulk::form::TABLES;

/// The other keys of the file's top level.
const KEYS: [&str; 3] = ["name", "primary_contact", "settings"];

/// Reads a file that describes an organisation.
///
/// # Errors
/// `invalid`, listing every mistake with line and key.
pub fn read(file: &str, text: &str) -> Result<Organisation> {
    let line_ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect();
    let mut reader = Reader { file, text, line_ends, mistakes: Vec::new() };
    let organisation = reader.organisation();
    reader.mistakes.sort_by_key(|mistake| mistake.line);
    if reader.mistakes.is_empty() { Ok(organisation) } else { Err(refusal(file, reader.mistakes)) }
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    /// Where lines end, in bytes.
    line_ends: Vec<usize>,
    mistakes: Vec<Mistake>,
}

impl<'a> Reader<'a> {
    fn line(&self, span: Option<Range<usize>>) -> usize {
        let start = span.map_or(0, |span| span.start);
        1 + self.line_ends.partition_point(|end| *end < start)
    }

    fn add(&mut self, line: usize, path: &str, message: &str) {
        let error = Error::invalid(message.trim().replace('\n', " "));
        self.mistakes.push(mistake(self.file, line, path, &error));
    }

    fn organisation(&mut self) -> Organisation {
        let (document, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            let line = self.line(error.span());
            // What follows on the same line is mostly the same mistake.
            if self.mistakes.last().is_none_or(|last| last.line != Some(line as u64)) {
                self.add(line, "", error.message());
            }
        }
        if !self.mistakes.is_empty() {
            return Organisation::default();
        }
        let mut organisation = Organisation::default();
        let mut head = DeTable::new();
        for (key, value) in document.into_inner() {
            let name = key.get_ref().as_ref();
            let table = TABLES.iter().find(|(known, _)| *known == name);
            match (name, table) {
                ("name" | "primary_contact", _) => drop(head.insert(key, value)),
                ("settings", _) => organisation.settings = self.settings("settings", &value),
                (_, Some((name, kind))) => organisation.tables.extend(self.table(name, *kind, value)),
                (unknown, None) => self.unknown(unknown, self.line(Some(key.span()))),
            }
        }
        if !head.is_empty() {
            let end = head.values().map(|value| value.span().end).max().unwrap_or_default();
            let start = head.values().map(|value| value.span().start).min().unwrap_or_default();
            organisation.head = self.item(String::new(), Spanned::new(start..end, DeValue::Table(head)));
        }
        organisation
    }

    fn unknown(&mut self, key: &str, line: usize) {
        let known = KEYS.into_iter().chain(TABLES.iter().map(|(known, _)| *known));
        let near = nearest(key, known).map(|near| format!(", did you mean `{near}`?")).unwrap_or_default();
        self.add(line, "", &format!("unknown key `{}`{near}", printable(key)));
    }

    /// The tables of one kind, as rows.
    fn table(&mut self, name: &str, kind: BulkKind, value: Spanned<DeValue<'a>>) -> Option<Table> {
        let line = self.line(Some(value.span()));
        let DeValue::Array(tables) = value.into_inner() else {
            self.add(line, name, &format!("expected tables, written as `[[{name}]]`"));
            return None;
        };
        let mut layout = Layout::new(kind.form().columns);
        if kind == BulkKind::Assets {
            // One table makes as many assets as it names addresses.
            layout.rename("addresses", Some("address")).ok()?;
        }
        let mut items = Vec::with_capacity(tables.len());
        for (at, table) in tables.into_iter().enumerate() {
            let (path, line) = (format!("{name}[{at}]"), self.line(Some(table.span())));
            let mut fields = Vec::new();
            self.collect("", &table, &mut fields);
            let lines: Vec<(String, u64)> = fields.into_iter().map(|field| (field.path, field.line as u64)).collect();
            match Map::<String, Value>::deserialize(table.into_deserializer()) {
                Ok(object) => {
                    for flaw in layout.values(&object).1 {
                        let is_its = |(key, _): &&(String, u64)| key.split('.').next() == flaw.column.as_deref();
                        let at = lines.iter().find(is_its).map_or(line, |(_, line)| *line as usize);
                        self.mistakes.push(mistake(self.file, at, &path, &flaw.error));
                    }
                    items.push((line as u64, object, Rc::new(Origin { path, lines })));
                }
                Err(error) => self.add(line, &path, error.message()),
            }
        }
        Some(Table { kind, file: self.file.to_owned(), layout: Rc::new(layout), items })
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
        let text = "name = 'Acme'\nprimary_contact = 'a@x'\nusres = 1\n\n[[units]]\nname = 'EU'\n\n[[units]]\nnmae = 'US'\n\n[[users]]\nlogni = 7\n";
        let error = read("org.toml", text).unwrap_err();
        let all = error.mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        assert!(all.contains("org.toml:3: unknown key `usres`, did you mean `users`?"), "{all}");
        assert!(all.contains("org.toml:9: units[1]"), "{all}");
        assert!(all.contains("org.toml:12: users[0]"), "{all}");
    }

    #[test]
    fn broken_syntax_is_named_with_its_line() {
        let error = read("org.toml", "name = 'Acme'\nprimary_contact = \n").unwrap_err();
        assert!(error.mistakes[0].to_string().starts_with("org.toml:2:"), "{:?}", error.mistakes);
    }
}
