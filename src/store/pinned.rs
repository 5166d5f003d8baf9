//! The schema of this version as it is pinned.

use super::engine::{Kind, Named};
use crate::domain::{Error, Kind as ErrorKind, Result};

/// The schema of this version.
pub const PINNED: &str = include_str!("schema/current.sql");

/// What a view of the schema selects, without remarks: the same on both engines.
pub fn definition_of(view: &str) -> String {
    let of_view = |statement: &&'static str| statement.starts_with(&format!("CREATE VIEW {view} "));
    let statement = PINNED.split(";\n").find(of_view);
    let definition =
        statement.and_then(|statement| statement.split_once(" AS\n")).map_or("", |(_, definition)| definition);
    definition.lines().flat_map(|line| [line.split(" --").next().unwrap_or_default().trim_end(), "\n"]).collect()
}

/// The columns of a table: the same on both engines.
///
/// # Errors
/// `internal` if there is no such table.
pub fn columns_of(table: &str) -> Result<Vec<Named>> {
    let body = body_of(table).ok_or_else(|| Error::internal(format!("there is no table `{table}`")))?;
    let mut columns = Vec::new();
    for part in parts(body) {
        let mut words = part.split_whitespace();
        if let (Some(name), Some(kind)) = (words.next(), words.next())
            && name.starts_with(|c: char| c.is_ascii_lowercase())
        {
            columns.push(Named { name: name.to_owned(), kind: kind_of(kind)? });
        }
    }
    Ok(columns)
}

/// What stands behind the parenthesis that begins a table.
fn body_of(table: &str) -> Option<&'static str> {
    let begins = [format!("\nCREATE TABLE {table} ("), format!("\nCREATE TABLE \"{table}\" (")];
    begins.iter().find_map(|begin| PINNED.split_once(begin.as_str())).map(|(_, body)| body)
}

/// The tables that a table refers to.
pub fn references_of(table: &str) -> Vec<String> {
    let found = body_of(table).into_iter().flat_map(parts);
    let referred = |part: String| Some(part.split_once("REFERENCES ")?.1.split([' ', '(']).next()?.to_owned());
    found.filter_map(referred).collect()
}

/// What stands between the commas of a table, up to the parenthesis that ends it, remarks left out.
fn parts(body: &str) -> Vec<String> {
    let (mut parts, mut depth) = (vec![String::new()], 0);
    for line in body.lines() {
        for c in line.split("--").next().unwrap_or_default().chars() {
            match c {
                '(' => depth += 1,
                ')' if depth == 0 => return parts,
                ')' => depth -= 1,
                ',' if depth == 0 => {
                    parts.push(String::new());
                    continue;
                }
                _ => {}
            }
            parts.last_mut().into_iter().for_each(|part| part.push(c));
        }
        parts.last_mut().into_iter().for_each(|part| part.push(' '));
    }
    parts
}

/// What a column of a type holds, as either engine calls it.
pub fn kind_of(kind: &str) -> Result<Kind> {
    // A server may be told to put every name between quotes.
    match kind.trim_matches('"') {
        "INTEGER" | "bigint" => Ok(Kind::Integer),
        "TEXT" | "text" => Ok(Kind::Text),
        "BLOB" | "bytea" => Ok(Kind::Bytes),
        other => Err(Error::new(ErrorKind::Unusable, format!("a column of the type `{other}` is none of provost's"))
            .code("damaged")
            .hint("see what is broken: `provost db check`")),
    }
}
