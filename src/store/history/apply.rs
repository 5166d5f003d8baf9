//! Writing rows as they were: what is to come again first, then what changes, then what goes.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::changes::{Columns, RowChange};
use super::links::Link;
use super::row::{self, Cells};
use super::tables::Kept;
use crate::domain::{Id, Result};
use crate::store::Tx;
use crate::store::engine::{Kind, Param, Value};

/// Sets rows to what they were before.
///
/// # Errors
/// Whatever the engine refuses: what is taken and what would be left alone is looked for before.
pub fn apply(tx: &Tx<'_>, changes: &[RowChange], links: &[Link]) -> Result<()> {
    let mut columns = Columns::new(tx);
    let ordered = |is_wanted: &dyn Fn(&RowChange) -> bool| {
        let mut wanted: Vec<&RowChange> = changes.iter().filter(|change| is_wanted(change)).collect();
        wanted.sort_by(|one, other| one.key.cmp(&other.key));
        wanted
    };
    let is_new = |change: &RowChange| change.before.is_some() && change.after.is_none();
    let is_gone = |change: &RowChange| change.before.is_none() && change.after.is_some();
    let is_changed = |change: &RowChange| change.before.is_some() && change.after.is_some();
    make_room(tx, changes, &mut columns)?;
    let mut second_thoughts = Vec::new();
    for change in ordered(&is_new) {
        if let Some(before) = &change.before {
            let later = insert(tx, change.table, before, &mut columns, links)?;
            second_thoughts.extend((!later.is_empty()).then_some((change, later)));
        }
    }
    for (change, fields) in second_thoughts {
        update(tx, change, &fields, &mut columns)?;
    }
    for change in ordered(&is_changed) {
        let fields: Vec<String> =
            change.fields().into_iter().filter(|name| change.table.takes_back(name)).map(str::to_owned).collect();
        update(tx, change, &fields, &mut columns)?;
    }
    for change in ordered(&is_gone).into_iter().rev() {
        let (condition, values) = change.table.holds(&change.key)?;
        run(tx, &format!("DELETE FROM {} AS t WHERE {condition}", change.table.name), &values)?;
    }
    Ok(())
}

/// Inserts a row; what of it names a row of the same table, which may not be there as yet, is left for later.
fn insert(
    tx: &Tx<'_>,
    table: &'static Kept,
    cells: &Cells,
    columns: &mut Columns<'_>,
    links: &[Link],
) -> Result<Vec<String>> {
    let to_itself: BTreeSet<&str> = links
        .iter()
        .filter(|link| link.child == table.name && link.parent == table.name && link.may_be_absent)
        .map(|link| link.column.as_str())
        .collect();
    let (mut names, mut values, mut later) = (Vec::new(), Vec::new(), Vec::new());
    for column in columns.of(table)? {
        let name = column.name.as_str();
        names.push(name.to_owned());
        if to_itself.contains(name) && cells.contains_key(name) {
            later.push(name.to_owned());
            values.push(Value::Null(column.kind));
        } else if table.is_counted(name) {
            values.push(Value::Integer(0));
        } else {
            values.push(row::value(column, cells)?);
        }
    }
    let marks: Vec<_> = (1..=names.len()).map(|number| format!("?{number}")).collect();
    let sql = format!("INSERT INTO {} ({}) VALUES ({})", table.name, names.join(", "), marks.join(", "));
    run(tx, &sql, &values)?;
    Ok(later)
}

/// Sets some columns of a row to what they were.
fn update(tx: &Tx<'_>, change: &RowChange, fields: &[String], columns: &mut Columns<'_>) -> Result<()> {
    let Some(before) = change.before.as_ref().filter(|_| !fields.is_empty()) else { return Ok(()) };
    let (condition, mut values) = change.table.holds(&change.key)?;
    let mut set = Vec::new();
    for column in columns.of(change.table)?.iter().filter(|column| fields.contains(&column.name)) {
        values.push(row::value(column, before)?);
        set.push(format!("{} = ?{}", column.name, values.len()));
    }
    run(tx, &format!("UPDATE {} AS t SET {} WHERE {condition}", change.table.name, set.join(", ")), &values)
}

/// Names that rows give up, so that others can have them again at once: they stand aside for a moment.
fn make_room(tx: &Tx<'_>, changes: &[RowChange], columns: &mut Columns<'_>) -> Result<()> {
    let addresses = changes.iter().filter(|change| change.table.name == "assets");
    for change in addresses.filter(|change| change.before.is_none()) {
        let params: &[&dyn Param] = &[&change.key.first, &aside(change.key.first)];
        tx.run("UPDATE assets SET address = ?2 WHERE id = ?1", params)?;
    }
    let mut of_table: BTreeMap<i64, usize> = BTreeMap::new();
    for change in changes {
        *of_table.entry(change.key.table).or_default() += 1;
    }
    let is_alone = |change: &RowChange| of_table.get(&change.key.table) == Some(&1);
    for change in changes.iter().filter(|change| change.is_thing() && !is_alone(change)) {
        let Some(after) = &change.after else { continue };
        for name in NAMES.iter().copied().filter(|name| after.contains_key(*name)) {
            let gives_up = change.before.as_ref().and_then(|before| before.get(name)) != after.get(name);
            let is_text = columns.of(change.table)?.iter().any(|one| one.name == name && one.kind == Kind::Text);
            if gives_up && is_text {
                let aside: &[&dyn Param] = &[&change.key.first, &format!("\u{1}{}", change.key.first)];
                tx.run(&format!("UPDATE {} SET {name} = ?2 WHERE id = ?1", change.table.name), aside)?;
            }
        }
    }
    Ok(())
}

/// An address that no asset can have, of its own for each.
fn aside(id: Id) -> Vec<u8> {
    [[0xff; 9].as_slice(), &id.to_be_bytes()].concat()
}

/// Columns by which things are told apart.
const NAMES: [&str; 3] = ["name_key", "login_key", "external_id"];

fn run(tx: &Tx<'_>, sql: &str, values: &[Value<'_>]) -> Result<()> {
    let values: Vec<&dyn Param> = values.iter().map(|value| value as _).collect();
    tx.run(sql, values.as_slice()).map(drop)
}

impl Kept {
    /// Whether a column of a row that is there is set to what it was: sign-ins, and what is worked out anew, stay.
    pub fn takes_back(&self, column: &str) -> bool {
        self.keeps(column) && !DERIVED.contains(&(self.name, column))
    }

    /// Whether a column begins from nothing when a row comes back: failed sign-ins are not kept, and users of a unit are counted as
    /// they come.
    fn is_counted(&self, column: &str) -> bool {
        matches!((self.name, column), ("users", "failed_sign_ins") | ("units", "user_count"))
    }

    /// Whether what was left of a row is still there, as far as the operation changed it; gives the columns that differ.
    pub fn differing<'c>(&self, fields: impl IntoIterator<Item = &'c str>, left: &Cells, is: &Cells) -> Vec<&'c str> {
        let differs = |name: &&'c str| {
            self.takes_back(name) && left.get(*name) != is.get(*name) && !self.is_first_sign_in(name, left, is)
        };
        fields.into_iter().filter(differs).collect()
    }

    /// Whoever signs in for the first time becomes active; who was restored is pending until then (OP-6).
    fn is_first_sign_in(&self, column: &str, left: &Cells, is: &Cells) -> bool {
        let word = |cells: &Cells| cells.get(column).and_then(Json::as_str).map(str::to_owned);
        let works =
            |word: Option<String>| word.is_some_and(|word| ["pending", "active", "locked"].contains(&word.as_str()));
        self.name == "users"
            && column == "status"
            && (word(left).as_deref() == Some("pending") || word(is).as_deref() == Some("pending"))
            && works(word(left))
            && works(word(is))
    }
}

/// What is worked out from other rows, or counts on (OP-4).
const DERIVED: [(&str, &str); 6] = [
    ("units", "user_count"),
    ("units", "new_ips_used"),
    ("subscriptions", "asset_count"),
    ("configs", "next_launch_at"),
    ("fim_rules", "last_event_id"),
    ("fim_report_rules", "next_run_at"),
];

/// Whether a row is worked out from others: the tree of tags, and the marks that rules set.
pub fn is_derived(change: &RowChange) -> bool {
    change.table.is_derived
        || (change.table.name == "asset_tags" && change.known("by_rule").and_then(Json::as_i64) == Some(1))
}
