//! Names that fit what has been typed, among those the actor may view (ROLE-8).

use super::op::Op;
use crate::domain::record::OperationEntry;
use crate::domain::text::key;
use crate::domain::{Action, Address, Id, ObjectKind, Result};
use crate::store;
use crate::store::beginning::{self, Beginning};
use crate::store::listing::Selection;
use crate::store::scope::Scope;

pub use crate::store::beginning::{Among, Name};

/// The most names that are offered at once.
const MOST: usize = 200;

/// Names of a kind that begin as typed, by name; of kinds that go by number, the newest. If there are too many, the
/// last one is among them, so that what all have in common is not taken for more than it is.
pub fn names(op: &Op<'_>, kind: ObjectKind, typed: &str, among: Among) -> Result<Vec<Name>> {
    let action = kind.view();
    let Some(reach) = op.reach_if_held(action) else { return Ok(Vec::new()) };
    let typed = if kind.goes_by_number() { typed.to_owned() } else { key(typed) };
    if kind == ObjectKind::Asset && typed.starts_with(|c: char| c.is_ascii_digit()) {
        let ranges = Address::beginning(&typed);
        let addresses = store::asset::addresses_within(op.conn, &op.actor, (action, reach), &ranges, MOST)?;
        let name = |(id, address): (Id, Address)| Name { id, name: address.to_string(), about: String::new() };
        return Ok(addresses.into_iter().map(name).collect());
    }
    let wanted = Beginning { kind, typed: &typed, scope: Scope::of(action), reach, among };
    op.shown_names(kind, beginning::names(op.conn, &op.actor, &wanted, MOST)?)
}

/// The operations of late that are not undone and whose ids begin as typed, newest first.
pub fn operations(op: &Op<'_>, typed: &str) -> Result<Vec<OperationEntry>> {
    let Some(reach) = op.reach_if_held(Action::OpView) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let newest = Selection { limit: Some(MOST), ..Selection::default() };
    store::history::list::list(op.conn, &op.actor, reach, &newest, |entry| {
        if entry.undone_by.is_none() && entry.id.to_string().starts_with(typed) {
            found.push(entry);
        }
        Ok(())
    })?;
    Ok(found)
}
