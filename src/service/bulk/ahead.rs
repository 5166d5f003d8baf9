//! What a run of rows will ask, asked at once: a server is as slow as often as it is asked.

use std::collections::BTreeSet;

use super::form::BulkKind;
use super::intake::Intake;
use crate::domain::sheet::Row;
use crate::domain::text::key;
use crate::domain::{Id, ObjectKind, Result};
use crate::store::engine::Until;
use crate::store::{naming, unit, user};

/// Asks for whatever the rows name, and whether what they add is there; the answers come while the rows before are taken in.
pub fn ask_early(intake: &Intake<'_, '_>, kind: BulkKind, rows: &[Row]) -> Result<()> {
    let conn = intake.op.conn;
    if conn.server().is_none() {
        return Ok(());
    }
    conn.forget_old_answers();
    conn.foresee(
        Until::SuchARow,
        &[&|conn| {
            names(kind, rows).iter().try_for_each(|(kind, name)| naming::by_key(conn, *kind, name).map(drop))?;
            if kind == BulkKind::Users {
                let ids = rows.iter().flat_map(|row| row.named("external_id"));
                ids.map(|id| user::by_external_id(conn, &id)).try_for_each(|found| found.map(drop))?;
            }
            Ok(())
        }],
    )
}

/// Asks for what hangs on the answers to that.
pub fn ask(intake: &Intake<'_, '_>, kind: BulkKind, rows: &[Row]) -> Result<()> {
    let conn = intake.op.conn;
    if conn.server().is_none() || kind != BulkKind::Users {
        return Ok(());
    }
    let names: BTreeSet<String> = rows.iter().flat_map(|row| row.named("unit")).map(|name| key(&name)).collect();
    let mut units: BTreeSet<Id> = BTreeSet::new();
    for name in names {
        units.extend(naming::by_key(conn, ObjectKind::Bu, &name)?.iter().map(|unit| unit.id));
    }
    conn.foresee(
        Until::SuchARow,
        &[&|conn| units.iter().try_for_each(|unit| unit::primary_contact(conn, *unit).map(drop))],
    )
}

/// The names in rows, each once: of what they are about, and of what they refer to.
fn names(kind: BulkKind, rows: &[Row]) -> BTreeSet<(ObjectKind, String)> {
    let form = kind.form();
    let own = form.columns.first().map(|column| (form.object, column.name));
    let mut names = BTreeSet::new();
    for row in rows.iter().filter(|row| !row.is_garbled) {
        for (kind, column) in own.into_iter().chain(form.references.iter().map(|one| (one.kind, one.column))) {
            names.extend(row.named(column).iter().map(|name| (kind, key(name))));
        }
    }
    names
}
