//! How an entry stands in its row: without what its occasion says already, and put together again to the letter, because its
//! hash covers what it says and not how it is kept.

use std::borrow::Cow;
use std::io;

use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::domain::log::Change;
use crate::domain::{Error, Id, ObjectKind, ObjectRef, Result};

/// Stands in a sentence for the name of the first object: no text of ours holds it.
pub const NAME: char = '\u{1a}';

/// A sentence as it is kept.
pub fn pattern<'e>(details: &'e str, name: Option<&str>) -> Cow<'e, str> {
    match name.filter(|name| !name.is_empty()) {
        Some(name) if !details.contains(NAME) => details.replace(name, "\u{1a}").into(),
        _ => details.into(),
    }
}

/// Adds a sentence as it is read to a text.
pub fn push_sentence(text: &mut String, pattern: &str, name: Option<&str>) {
    let Some(name) = name else { return text.push_str(pattern) };
    let mut parts = pattern.split(NAME);
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        text.push_str(name);
        text.push_str(part);
    }
}

/// What an entry touched: its first object, and the others as JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Objects<'e> {
    /// Kind, id, name.
    pub first: Option<(Cow<'e, str>, Id, Cow<'e, str>)>,
    /// JSON of the others; of all, if there is no first.
    pub others: Option<Cow<'e, str>>,
}

impl<'e> Objects<'e> {
    pub fn of(objects: &'e [ObjectRef]) -> Result<Self> {
        let Some((first, others)) = objects.split_first() else { return Ok(Self::default()) };
        let told = |object: &'e ObjectRef| (object.kind.stored(), object.id, object.name.as_str());
        let others = match others {
            [] => None,
            others => Some(json(&others.iter().map(told).collect::<Vec<_>>())?.into()),
        };
        let (kind, id, name) = told(first);
        Ok(Self { first: Some((kind.into(), id, name.into())), others })
    }

    /// Of what an older program wrote; kept as it is where it would not read the same again.
    pub fn of_text(text: &'e str) -> Result<Self> {
        if text == "[]" {
            return Ok(Self::default());
        }
        let mut objects = serde_json::from_str::<Vec<_>>(text).unwrap_or_default().into_iter();
        let first = objects.next();
        let others: Vec<(Cow<'_, str>, Id, Cow<'_, str>)> = objects.collect();
        let packed = Self { first, others: if others.is_empty() { None } else { Some(json(&others)?.into()) } };
        let is_the_same = packed.first.is_some() && packed.text()? == text;
        Ok(if is_the_same { packed } else { Self { first: None, others: Some(text.into()) } })
    }

    /// The name of the first.
    pub fn name(&self) -> Option<&str> {
        self.first.as_ref().map(|(_, _, name)| name.as_ref())
    }

    /// All of them as JSON.
    pub fn text(&self) -> Result<String> {
        let mut text = String::new();
        self.push_to(&mut text)?;
        Ok(text)
    }

    /// Adds all of them as JSON to a text.
    pub fn push_to(&self, text: &mut String) -> Result<()> {
        let Some(first) = &self.first else {
            text.push_str(self.others.as_deref().unwrap_or("[]"));
            return Ok(());
        };
        text.push('[');
        push_json(text, first)?;
        match &self.others {
            Some(others) => {
                text.push(',');
                text.push_str(others.strip_prefix('[').unwrap_or(others));
            }
            None => text.push(']'),
        }
        Ok(())
    }
}

/// What an entry changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes<'e> {
    /// Which fields of its first object got values, if that is all: their names and the values, as JSON.
    pub made: Option<(Cow<'e, str>, Cow<'e, str>)>,
    /// Everything else, as JSON.
    pub others: Option<Cow<'e, str>>,
}

impl<'e> Changes<'e> {
    pub fn of(changes: &[Change]) -> Result<Self> {
        match changes {
            [] => Ok(Self::default()),
            [Change::Set(0, values)] => {
                let fields = json(&values.keys().collect::<Vec<_>>())?;
                let values = json(&values.values().collect::<Vec<_>>())?;
                Ok(Self { made: Some((fields.into(), values.into())), others: None })
            }
            changes => Ok(Self { made: None, others: Some(json(&changes)?.into()) }),
        }
    }

    /// Of what an older program wrote.
    pub fn of_text(text: &'e str) -> Self {
        Self { made: None, others: Some(text).filter(|text| *text != "[]").map(Cow::from) }
    }

    /// What stands in the row of an entry whose occasion names these fields: values in their order, and changes.
    pub fn beside(&self, fields: Option<&str>) -> (Option<&str>, Option<Cow<'_, str>>) {
        match &self.made {
            Some((own, values)) if Some(own.as_ref()) == fields => (Some(values), None),
            Some(_) => (None, Some(self.text().into())),
            None => (None, self.others.as_deref().map(Cow::Borrowed)),
        }
    }

    /// All of them as JSON; what cannot be read becomes nothing that could be.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.push_to(&mut text);
        text
    }

    /// Adds all of them as JSON to a text.
    pub fn push_to(&self, text: &mut String) {
        match (&self.made, &self.others) {
            (Some((fields, values)), _) if push_made(text, fields, values).is_some() => {}
            (Some((fields, values)), _) => text.extend([fields.as_ref(), values.as_ref()]),
            (None, others) => text.push_str(others.as_deref().unwrap_or("[]")),
        }
    }
}

/// Adds `[[0,{field: value, …}]]`, or nothing where there are not as many values as fields.
fn push_made(text: &mut String, fields: &str, values: &str) -> Option<()> {
    let fields: Vec<&RawValue> = serde_json::from_str(fields).ok()?;
    let values: Vec<&RawValue> = serde_json::from_str(values).ok()?;
    if fields.len() != values.len() {
        return None;
    }
    text.push_str("[[0,{");
    for (at, (field, value)) in fields.iter().zip(&values).enumerate() {
        text.extend([if at == 0 { "" } else { "," }, field.get(), ":", value.get()]);
    }
    text.push_str("}]]");
    Some(())
}

/// The changes of an entry, as far as they can be read.
pub fn read_changes(text: &str) -> Vec<Change> {
    let items: Vec<Vec<Value>> = serde_json::from_str(text).unwrap_or_default();
    items.into_iter().filter_map(change).collect()
}

fn change(parts: Vec<Value>) -> Option<Change> {
    let mut parts = parts.into_iter();
    let place = usize::try_from(parts.next()?.as_u64()?).ok()?;
    match parts.next()? {
        Value::Object(values) => Some(Change::Set(place, values)),
        Value::String(field) => Some(Change::Value(place, field, parts.next()?, parts.next()?)),
        _ => None,
    }
}

/// The objects of an entry, as far as they can be read, each by the word that the log has for its kind: kind, id, name.
pub fn kept_objects(text: &str) -> Vec<(String, Id, String)> {
    serde_json::from_str(text).unwrap_or_default()
}

/// The same by the words of today.
pub fn read_objects(text: &str) -> Vec<(String, Id, String)> {
    let shown = |word: String| ObjectKind::from_stored(&word).map_or(word, |kind| kind.to_string());
    kept_objects(text).into_iter().map(|(kind, id, name)| (shown(kind), id, name)).collect()
}

fn json<T: Serialize>(value: &T) -> Result<String> {
    let mut text = String::new();
    push_json(&mut text, value)?;
    Ok(text)
}

fn push_json<T: Serialize>(text: &mut String, value: &T) -> Result<()> {
    serde_json::to_writer(Pen(text), value)
        .map_err(|error| Error::internal("a log entry could not be written").source(error))
}

/// Writes to the end of a text.
struct Pen<'t>(&'t mut String);

impl io::Write for Pen<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.push_str(str::from_utf8(bytes).map_err(io::Error::other)?);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn objects() -> impl Strategy<Value = Vec<ObjectRef>> {
        let kinds = proptest::sample::select(ObjectKind::ALL);
        proptest::collection::vec(
            (kinds, 0..9_i64, ".{0,6}").prop_map(|(kind, id, name)| ObjectRef::new(kind, id, name)),
            0..4,
        )
    }

    fn changes() -> impl Strategy<Value = Vec<Change>> {
        let value = || {
            prop_oneof![
                Just(Value::Null),
                ".{0,4}".prop_map(Value::from),
                any::<i64>().prop_map(Value::from),
                Just(serde_json::json!(["a", 1.5]))
            ]
        };
        let map = proptest::collection::vec((".{0,4}", value()), 0..4).prop_map(|pairs| pairs.into_iter().collect());
        let change = prop_oneof![
            (0..3_usize, map).prop_map(|(place, values)| Change::Set(place, values)),
            (0..3_usize, ".{0,4}", value(), value())
                .prop_map(|(place, field, old, new)| Change::Value(place, field, old, new)),
        ];
        proptest::collection::vec(change, 0..3)
    }

    proptest! {
        #[test]
        fn what_is_packed_reads_as_before(objects in objects(), changes in changes(), details in ".{0,12}") {
            let packed = Objects::of(&objects).unwrap();
            let told: Vec<_> = objects.iter().map(|one| (one.kind.stored(), one.id, &one.name)).collect();
            let text = serde_json::to_string(&told).unwrap();
            prop_assert_eq!(packed.text().unwrap(), text.clone());
            prop_assert_eq!(Objects::of_text(&text).unwrap(), packed.clone());

            let kept = Changes::of(&changes).unwrap();
            prop_assert_eq!(kept.text(), serde_json::to_string(&changes).unwrap());
            prop_assert_eq!(read_changes(&kept.text()), changes);

            let details = details.replace(NAME, "");
            let mut sentence = String::new();
            push_sentence(&mut sentence, &pattern(&details, packed.name()), packed.name());
            prop_assert_eq!(sentence, details);
        }

        #[test]
        fn what_is_no_list_of_objects_is_kept_as_it_is(text in ".{0,12}") {
            prop_assert_eq!(Objects::of_text(&text).unwrap().text().unwrap(), text);
        }
    }
}
