//! Mistakes in rows, each in the column that it is about.

use super::form::{Reference, RowForm, Taken};
use super::intake::Intake;
use super::settled::Settled;
use crate::domain::sheet::{Flaw, Row};
use crate::domain::text::means_all;
use crate::domain::{Error, Kind, ObjectKind, Result};

/// What taking a row in came to, its error placed in the column that it is about.
pub fn placed(row: &Row, form: &RowForm, settled: Result<Settled>) -> Taken {
    settled.map_err(|error| vec![in_columns(form, flaw(row, form, error))])
}

/// Adds every reference of a row to something that is not there; it says more than the first that a service found.
pub fn add_unknown(intake: &Intake<'_, '_>, row: &Row, form: &RowForm, flaws: &mut Vec<Flaw>) {
    let mut unknown = Vec::new();
    for (reference, named) in unknown_names(intake, row, form) {
        let Some(name) = (reference.name)(&named) else { continue };
        if let Err(error) = intake.op.find(reference.kind, name) {
            unknown
                .push(in_columns(form, Flaw { column: Some(reference.column.to_owned()), value: Some(named), error }));
        }
    }
    if !unknown.is_empty() {
        flaws.retain(|flaw| flaw.error.kind != Kind::NotFound);
        flaws.extend(unknown);
    }
}

/// Every name in a row that nothing bears, with the column in which it stands.
pub fn unknown_names<'r>(
    intake: &'r Intake<'_, '_>,
    row: &'r Row,
    form: &'r RowForm,
) -> impl Iterator<Item = (&'r Reference, String)> {
    let references = form.references.iter().filter(|reference| !intake.aside.contains(&reference.column));
    let named =
        references.flat_map(|reference| row.named(reference.column).into_iter().map(move |name| (reference, name)));
    named.filter(|(reference, named)| {
        let Some(name) = (reference.name)(named) else { return false };
        let virtual_one = reference.kind == ObjectKind::AssetGroup && means_all(name);
        !virtual_one && !intake.op.is_there(reference.kind, name)
    })
}

/// An error in the column that it is about; where it does not say, in that whose value it quotes: first among those
/// that name others, then the one that names the row, then the rest.
fn flaw(row: &Row, form: &RowForm, error: Error) -> Flaw {
    if let Some(column) = error.about {
        return Flaw { column: Some(column.to_owned()), value: row.shown(column), error };
    }
    let quotes = |text: &str| error.message.contains(&format!("`{text}`"));
    let names_others = form.references.iter().map(|reference| reference.column);
    let columns: Vec<&'static str> = row.columns().collect();
    let (first, rest) = columns.split_at(columns.len().min(1));
    for column in names_others.chain(first.iter().copied()).chain(rest.iter().rev().copied()) {
        let Some(shown) = row.shown(column) else { continue };
        if quotes(&shown) || crate::domain::cell::split(&shown).iter().any(|item| quotes(item)) {
            return Flaw { column: Some(column.to_owned()), value: Some(shown), error };
        }
    }
    error.into()
}

/// Flags that are called otherwise where they are columns.
const COLUMNS_OF_FLAGS: &[(&str, &str)] = &[
    ("bu", "unit"),
    ("target", "targets"),
    ("member", "members"),
    ("permission", "permissions"),
    ("tag", "tags"),
    ("tag", "tag_scope"),
];

/// The same flaw with hints that speak of columns where they speak of flags: a row has none.
fn in_columns(form: &RowForm, mut flaw: Flaw) -> Flaw {
    for hint in &mut flaw.error.hints {
        if hint.contains("`--unassign`") {
            "for no unit, leave the cell empty".clone_into(hint);
            continue;
        }
        let column_of = |word: &str| {
            let flag = word.strip_prefix("--")?.split([' ', '=']).next()?;
            let aliases = COLUMNS_OF_FLAGS.iter().filter(|(name, _)| *name == flag).map(|(_, column)| *column);
            let own = flag.replace('-', "_");
            let mut columns = form.columns.iter().map(|column| column.name);
            columns.find(|column| *column == own || aliases.clone().any(|alias| alias == *column))
        };
        let words: Vec<&str> = hint.split('`').map(|word| column_of(word).unwrap_or(word)).collect();
        *hint = words.join("`");
    }
    flaw
}
