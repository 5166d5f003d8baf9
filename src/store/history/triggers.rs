//! The triggers of a file, made from the list of tables: what is pinned beside the schema.

use std::collections::{BTreeMap, BTreeSet};

use super::row;
use super::tables::{Kept, TABLES};
use super::watch::Change;
use crate::domain::Result;
use crate::store::{Conn, catalogue};

/// All of them, as they are pinned.
pub fn all(conn: &Conn) -> Result<String> {
    let reached = reached(conn)?;
    let mut text = String::new();
    for table in TABLES.iter().filter(|table| !table.is_made_only()) {
        for change in Change::ALL {
            text.push_str(&block(conn, table, change, &reached)?);
        }
    }
    Ok(text)
}

fn block(
    conn: &Conn,
    table: &'static Kept,
    change: Change,
    reached: &BTreeMap<String, BTreeSet<String>>,
) -> Result<String> {
    let (word, name) = (change.word(), table.name);
    let columns = catalogue::columns(&conn.session, table.name)?;
    let of: Vec<&str> = columns.iter().map(|column| column.name.as_str()).filter(|name| table.keeps(name)).collect();
    let (of, alias) = match change {
        Change::Insert => (String::new(), "NEW"),
        Change::Update => (format!(" OF {}", of.join(", ")), "OLD"),
        Change::Delete => (String::new(), "OLD"),
    };
    let (into, old) = match change {
        Change::Insert => ("", String::new()),
        _ => (", old", format!(", {}", row::as_json(&columns, alias))),
    };
    let also = reached
        .get(name)
        .filter(|_| change == Change::Delete)
        .map_or(String::new(), |all| format!(": {}", all.iter().map(String::as_str).collect::<Vec<_>>().join(", ")));
    Ok(format!(
        "-- {word} {name}{also}\nCREATE TEMP TRIGGER IF NOT EXISTS history_{word}_{name} AFTER {}{of} ON {name} BEGIN\n    \
         INSERT INTO history (table_id, key1, key2{into}) VALUES ({}, {}, {}{old});\n{}END;\n\n",
        word.to_uppercase(),
        table.number(),
        table.key1_of(alias),
        table.key2_of(alias),
        if change == Change::Update { new_key(table) } else { String::new() },
    ))
}

/// A row that gets another key is gone, and a new one is there.
fn new_key(table: &'static Kept) -> String {
    if table.counts_ids() || table.key2.is_none() {
        return String::new();
    }
    let (first, second) = (table.key1_of("NEW"), table.key2_of("NEW"));
    format!(
        "    INSERT INTO history (table_id, key1, key2) SELECT {}, {first}, {second} WHERE {first} <> {} OR {second} <> {};\n",
        table.number(),
        table.key1_of("OLD"),
        table.key2_of("OLD"),
    )
}

/// What a deletion in each table changes in others, by their foreign keys.
fn reached(conn: &Conn) -> Result<BTreeMap<String, BTreeSet<String>>> {
    let keys = conn.all(
        "SELECT m.name, f.\"table\", f.on_delete FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f
          WHERE m.type = 'table' AND f.on_delete <> 'NO ACTION'",
        [],
        |row| row.read::<(String, String, String)>(),
    )?;
    let mut reached = BTreeMap::new();
    for table in TABLES.iter().filter(|table| !table.is_made_only()) {
        let (mut found, mut open) = (BTreeSet::new(), vec![table.name.to_owned()]);
        while let Some(parent) = open.pop() {
            for (child, _, action) in keys.iter().filter(|(child, of, _)| *of == parent && is_kept(child)) {
                let change = if action == "CASCADE" { Change::Delete } else { Change::Update };
                if found.insert(format!("{} {child}", change.word())) && change == Change::Delete {
                    open.push(child.clone());
                }
            }
        }
        if !found.is_empty() {
            reached.insert(table.name.to_owned(), found);
        }
    }
    Ok(reached)
}

fn is_kept(table: &str) -> bool {
    Kept::named(table).is_some_and(|table| !table.is_made_only())
}
