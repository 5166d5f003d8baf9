//! What stands in the way of new assets: reach, groups of others, limits (AG-5, AG-7, UNIT-4).

use crate::domain::text::quoted;
use crate::domain::{Action, AddressSet, Error, Key, ObjectKind, ObjectRef, Result};
use crate::service::WriteOp;
use crate::store;

/// What exists already is not for every unit manager to put into a group.
///
/// # Errors
/// `not-permitted` by AG-5 outside the groups that it reaches, and by AG-7 where it may not change the group.
pub fn refuse_existing(op: &WriteOp<'_>, group: &ObjectRef, wanted: &AddressSet) -> Result<()> {
    if op.actor.unit.is_none() {
        return Ok(());
    }
    let existing = store::asset::existing(op.conn, wanted)?;
    if existing.is_empty() {
        return Ok(());
    }
    refuse_out_of_reach(op, &existing)?;
    refuse_to_spread(op, group, &existing)
}

fn refuse_out_of_reach(op: &WriteOp<'_>, existing: &AddressSet) -> Result<()> {
    let strange = existing.minus(&store::reach::addresses(op.conn, op.actor.id)?);
    match strange.ranges().first() {
        Some(range) => {
            Err(Error::not_permitted(format!("`{range}` exists already, outside the asset groups that you reach"))
                .rule("AG-5")
                .hint("leave it out, or ask a manager to add it to your group"))
        }
        None => Ok(()),
    }
}

/// A manager's group is not a unit manager's to change.
fn refuse_to_spread(op: &WriteOp<'_>, group: &ObjectRef, existing: &AddressSet) -> Result<()> {
    if op.may(Action::AssetGroupEdit, ObjectKind::AssetGroup, group.id)? {
        return Ok(());
    }
    let strange = existing.minus(&store::asset_group::addresses(op.conn, group.id)?);
    match strange.ranges().first() {
        Some(range) => Err(Error::not_permitted(format!(
            "`{range}` exists already and does not lie in `{}`, which is not yours to change",
            group.name
        ))
        .rule("AG-7")
        .hint("leave it out, or ask the owner of the group to add it")),
        None => Ok(()),
    }
}

/// Counts new addresses against the unit's limit and the licence (UNIT-4).
pub fn check_limits(op: &mut WriteOp<'_>, created: i64) -> Result<()> {
    if let Some(unit) = op.actor.unit_id().filter(|_| created > 0) {
        let (limit, used) = store::unit::new_ips(op.conn, unit)?;
        store::unit::add_new_ips(op.tx(), unit, created);
        let limit = limit.filter(|_| op.settings.is_on(Key::AddressesUnitLimits));
        if let Some(limit) = limit.filter(|limit| used + created > *limit) {
            let (left, name) = ((limit - used).max(0), store::unit::name(op.conn, unit)?);
            return Err(Error::conflict(
                "UNIT-4",
                format!("{created} new addresses exceed the limit of `{name}`: {left} of {limit} are left"),
            )
            .code("limit-reached")
            .hint(format!(
                "a manager can raise it: `provost bu limit {} {}`",
                quoted(&name),
                used + created
            )));
        }
    }
    op.adds_addresses |= created > 0;
    Ok(())
}
