//! What is put into a group: found by name, and within reach of who puts it there (AG-5, AG-7).

use serde_json::Value;

use crate::domain::{Action, AddressRange, AddressSet, Error, ObjectKind, ObjectRef, Placement, Result, Role, Target};
use crate::service::WriteOp;
use crate::store;
use crate::store::asset_group::Link;

/// Contents as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// Addresses, ranges and blocks.
    pub addresses: Vec<AddressRange>,
    /// Domains by name.
    pub domains: Vec<String>,
    /// Appliances by name.
    pub appliances: Vec<String>,
    /// Units by name.
    pub units: Vec<String>,
}

/// Contents found in the database.
#[derive(Default)]
pub struct Found {
    pub addresses: AddressSet,
    pub domains: Vec<ObjectRef>,
    pub appliances: Vec<ObjectRef>,
    pub units: Vec<ObjectRef>,
}

/// Finds what is named.
pub fn find(op: &WriteOp<'_>, contents: &Contents) -> Result<Found> {
    if !contents.units.is_empty() {
        op.require_units()?;
    }
    Ok(Found {
        addresses: contents.addresses.iter().copied().collect(),
        domains: op.find_all(ObjectKind::Domain, &contents.domains)?,
        appliances: op.find_all(ObjectKind::Appliance, &contents.appliances)?,
        units: op.find_all(ObjectKind::Bu, &contents.units)?,
    })
}

/// Refuses contents that lie outside the groups of a unit manager or scanner (AG-5), and units out of reach (AG-7).
pub fn check_reach(op: &WriteOp<'_>, found: &Found) -> Result<()> {
    check_units(op, &found.units)?;
    if !matches!(op.actor.role, Role::UnitManager | Role::Scanner) {
        return Ok(());
    }
    let reach = store::reach::of_user(op.conn, op.actor.id)?;
    let outside = found.addresses.minus(&reach.addresses);
    let stray = outside
        .ranges()
        .first()
        .map(ToString::to_string)
        .or_else(|| {
            found.domains.iter().find(|domain| !reach.domains.contains(&domain.name)).map(|domain| domain.name.clone())
        })
        .or_else(|| {
            found.appliances.iter().find(|one| !reach.appliances.contains(&one.name)).map(|one| one.name.clone())
        });
    match stray {
        Some(stray) => Err(Error::not_permitted(format!("`{stray}` lies outside the asset groups that you reach"))
            .rule("AG-5")
            .hint("see what you reach: `provost asset-group list`")
            .hint("ask a manager to assign you a group that holds it")),
        None => Ok(()),
    }
}

/// Refuses units out of the actor's reach (AG-7).
pub fn check_units(op: &WriteOp<'_>, units: &[ObjectRef]) -> Result<()> {
    for unit in units {
        let own_unit = op.actor.unit_id() == Some(unit.id);
        let placement = Placement { own: own_unit, unit: own_unit, assigned: false };
        op.authorize_at(Action::AssetGroupEdit, Target::at(placement), &unit.name)?;
    }
    Ok(())
}

/// Puts contents into a group.
pub fn put(op: &mut WriteOp<'_>, group: &ObjectRef, found: &Found) -> Result<()> {
    let tx = op.tx();
    let before = store::asset_group::addresses(tx, group.id)?;
    let after = before.union(&found.addresses);
    if after != before {
        store::asset_group::set_addresses(tx, group.id, &after)?;
    }
    for (link, objects) in links(found) {
        for object in objects {
            store::asset_group::link(tx, link, group.id, object.id)?;
        }
    }
    Ok(())
}

/// Puts addresses into a group, whatever else is in it; tells whether any was new.
pub fn grow(op: &mut WriteOp<'_>, group: &ObjectRef, addresses: &AddressSet) -> Result<bool> {
    let new = store::asset_group::add_addresses(op.tx(), group.id, addresses)?;
    if !new.is_empty() {
        let new = new.ranges().iter().map(ToString::to_string).collect();
        op.journal.change(group, "addresses", Value::Null, new);
    }
    Ok(!new.is_empty())
}

/// Takes contents out of a group. Users of a unit that goes lose the group (AG-3); gives their logins.
pub fn take(op: &mut WriteOp<'_>, group: &ObjectRef, found: &Found) -> Result<Vec<String>> {
    let tx = op.tx();
    let before = store::asset_group::addresses(tx, group.id)?;
    let after = before.minus(&found.addresses);
    if after != before {
        store::asset_group::set_addresses(tx, group.id, &after)?;
    }
    let mut unassigned = Vec::new();
    for (link, objects) in links(found) {
        for object in objects {
            let gone = store::asset_group::unlink(tx, link, group.id, object.id)?;
            if gone && link == Link::Unit {
                unassigned.extend(store::asset_group::unassign_unit(tx, group.id, object.id)?);
            }
        }
    }
    unassigned.sort();
    Ok(unassigned)
}

fn links(found: &Found) -> [(Link, &[ObjectRef]); 3] {
    [(Link::Domain, &found.domains), (Link::Appliance, &found.appliances), (Link::Unit, &found.units)]
}
