//! JSON objects: in an array, or one a line.

use std::fmt;
use std::io::BufRead;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::source::Numbered;
use crate::domain::sheet::{Place, Values};
use crate::domain::text::printable;
use crate::domain::{Error, Result};

/// The longest line of JSON lines, in bytes.
const LONGEST_LINE: u64 = 1 << 26;

/// Reads each object of an array, one after the other.
pub fn each_in_array(reader: Box<dyn BufRead + '_>, rows: &mut Numbered<'_>) -> Result<()> {
    let mut json = serde_json::Deserializer::from_reader(reader);
    let mut refused = None;
    let array = Array { rows, refused: &mut refused };
    let read = json.deserialize_seq(array).and_then(|()| json.end());
    match (refused, read) {
        (Some(error), _) => Err(error),
        (None, Ok(())) => Ok(()),
        (None, Err(error)) => {
            let line = error.line() as u64;
            Err(rows.broken(line, Error::invalid(format!("the JSON cannot be read: {error}")).expects("a JSON array")))
        }
    }
}

struct Array<'r, 'f> {
    rows: &'r mut Numbered<'f>,
    refused: &'r mut Option<Error>,
}

impl<'de> Visitor<'de> for Array<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> std::result::Result<(), A::Error> {
        let mut number = 0;
        while let Some(Item { value, twice }) = items.next_element::<Item>()? {
            number += 1;
            if let Err(error) = hand_on(self.rows, Place::Row(number), value, twice) {
                *self.refused = Some(error);
                return Err(serde::de::Error::custom("refused"));
            }
        }
        Ok(())
    }
}

/// Reads the object on each line.
pub fn each_on_line(mut reader: Box<dyn BufRead + '_>, rows: &mut Numbered<'_>) -> Result<()> {
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let read = std::io::Read::take(&mut reader, LONGEST_LINE).read_until(b'\n', &mut line);
        match read {
            Ok(0) => break,
            Ok(_) if line.len() as u64 == LONGEST_LINE => {
                return Err(rows.broken(number, Error::invalid("the line is too long")));
            }
            Ok(_) if line.iter().all(u8::is_ascii_whitespace) => continue,
            Ok(_) => {}
            Err(error) => return Err(rows.broken(number, Error::invalid(error.to_string()))),
        }
        let place = Place::Line(number);
        match serde_json::from_slice(&line) {
            Ok(Item { value, twice }) => hand_on(rows, place, value, twice)?,
            Err(error) => {
                let text = String::from_utf8_lossy(&line).trim_end().to_owned();
                rows.unreadable(place, text.into(), on_its_line(&error))?;
            }
        }
    }
    Ok(())
}

/// The line is told already: the parser, which was given that line alone, counts from 1.
fn on_its_line(error: &serde_json::Error) -> Error {
    let told = error.to_string().replace(" at line 1 column ", " at column ");
    Error::invalid(format!("the JSON cannot be read: {told}"))
}

fn hand_on(rows: &mut Numbered<'_>, place: Place, value: Value, twice: Option<String>) -> Result<()> {
    let wrong = twice.map(|key| {
        Error::invalid(format!("the key `{}` stands there twice", printable(&key))).hint("leave one of them out")
    });
    match value {
        Value::Object(object) => rows.row(&rows.layout(), place, Values::Object(object), wrong),
        other => rows.unreadable(place, other, Error::invalid("an object is expected")),
    }
}

/// A value, and the first key that stands twice in it, if it is an object.
struct Item {
    value: Value,
    twice: Option<String>,
}

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_any(ItemVisitor)
    }
}

struct ItemVisitor;

/// What is no object is read as it is.
macro_rules! as_it_is {
    ($($visit:ident: $Type:ty),+ $(,)?) => { $(
        fn $visit<E: serde::de::Error>(self, value: $Type) -> std::result::Result<Item, E> {
            Ok(Item { value: value.into(), twice: None })
        }
    )+ };
}

impl<'de> Visitor<'de> for ItemVisitor {
    type Value = Item;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    as_it_is! { visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str, visit_string: String }

    fn visit_unit<E: serde::de::Error>(self) -> std::result::Result<Item, E> {
        Ok(Item { value: Value::Null, twice: None })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> std::result::Result<Item, A::Error> {
        let mut all = Vec::new();
        while let Some(item) = items.next_element::<Value>()? {
            all.push(item);
        }
        Ok(Item { value: all.into(), twice: None })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> std::result::Result<Item, A::Error> {
        let (mut object, mut twice) = (Map::new(), None);
        while let Some((key, value)) = entries.next_entry::<String, Value>()? {
            if object.insert(key.clone(), value).is_some() {
                twice.get_or_insert(key);
            }
        }
        Ok(Item { value: object.into(), twice })
    }
}
