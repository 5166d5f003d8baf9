//! The steps of a plan, made in the database.

use std::collections::BTreeMap;

use crate::domain::asset_group::Origin;
use crate::domain::moving::{Facts, Step};
use crate::domain::record::ALL_GROUP;
use crate::domain::text::{key, numbered};
use crate::domain::{Error, Id, Named, ObjectKind, ObjectRef, Result};
use crate::service::config::{self, Handed};
use crate::service::{WriteOp, asset_group};
use crate::store;
use crate::store::asset_group::Link;

/// What bears another name than before.
#[derive(Debug, Default)]
pub struct Applied {
    /// The copies of asset groups: original to copy.
    pub copies: BTreeMap<Id, Named>,
    /// The configurations that changed hands.
    pub handed: BTreeMap<Id, Handed>,
}

/// Makes every step, in order.
pub fn apply(op: &mut WriteOp<'_>, facts: &Facts, steps: &[Step]) -> Result<Applied> {
    let mut applied = Applied::default();
    let mut units = UnitNames::default();
    for step in steps {
        match step {
            Step::Link(group) => link(op, facts, *group, &mut units)?,
            Step::Unlink { group, unit } => unlink(op, facts, *group, *unit, &mut units)?,
            Step::Copy(group) => {
                let copy = copy(op, facts, *group, &mut units)?;
                applied.copies.insert(*group, copy);
            }
            Step::UseCopy { user, group } => {
                let copy =
                    applied.copies.get(group).ok_or_else(|| Error::internal("a copy is used before it is made"))?;
                use_copy(op, facts, *user, *group, copy)?;
            }
            Step::Unassign { user, group } => {
                store::asset_group::unlink(op.tx(), Link::User, *group, *user)?;
            }
            Step::UnassignAll { user } => unassign_all(op, *user)?,
            Step::GiveGroup { group, to } => asset_group::transfer::hand_over(op, *group, *to)?,
            Step::DeleteGroup(group) => {
                let object = group_ref(facts, *group)?;
                asset_group::delete::remove(op, &object)?;
            }
            Step::DeleteConfigs { user } => config::delete_all(op, *user)?,
            Step::GiveConfigs { user, to } => {
                applied.handed.extend(config::give_all(op, *user, *to)?.into_iter().map(|handed| (handed.id, handed)));
            }
        }
    }
    Ok(applied)
}

fn group_ref(facts: &Facts, id: Id) -> Result<ObjectRef> {
    let group = facts.groups.get(&id).ok_or_else(|| Error::internal("a step names an unknown group"))?;
    Ok(ObjectRef::new(ObjectKind::AssetGroup, id, group.group.name.clone()))
}

/// The names of units, each looked up once.
#[derive(Default)]
struct UnitNames(BTreeMap<Id, String>);

impl UnitNames {
    fn of(&mut self, op: &WriteOp<'_>, unit: Id) -> Result<String> {
        if let Some(name) = self.0.get(&unit) {
            return Ok(name.clone());
        }
        let name = store::unit::name(op.conn, unit)?;
        self.0.insert(unit, name.clone());
        Ok(name)
    }
}

fn link(op: &mut WriteOp<'_>, facts: &Facts, group: Id, units: &mut UnitNames) -> Result<()> {
    let unit = facts.to.ok_or_else(|| Error::internal("a group is linked to no unit"))?;
    store::asset_group::link(op.tx(), Link::Unit, group, unit)?;
    let name = units.of(op, unit)?;
    op.journal.change(&group_ref(facts, group)?, "units", serde_json::Value::Null, name.into());
    Ok(())
}

fn unlink(op: &mut WriteOp<'_>, facts: &Facts, group: Id, unit: Id, units: &mut UnitNames) -> Result<()> {
    store::asset_group::unlink(op.tx(), Link::Unit, group, unit)?;
    let name = units.of(op, unit)?;
    op.journal.change(&group_ref(facts, group)?, "units", name.into(), serde_json::Value::Null);
    Ok(())
}

/// Copies a group into the new unit, under the lowest free number, for the subscription's primary contact (MOVE-4).
fn copy(op: &mut WriteOp<'_>, facts: &Facts, group: Id, units: &mut UnitNames) -> Result<Named> {
    let original = store::asset_group::find(op.conn, group)?;
    let conn = op.conn;
    let name = numbered(&original.name, |name| {
        Ok(!store::naming::by_key(conn, ObjectKind::AssetGroup, &key(name))?.is_empty())
    })?;
    let contact = &facts.subscription_contact;
    let record = crate::domain::record::AssetGroup {
        name: name.to_string(),
        owner: contact.name.clone(),
        owner_id: contact.id,
        origin: Origin::Manager,
        ..original
    };
    let tx = op.tx();
    let id = store::asset_group::insert(tx, &record)?;
    store::asset_group::copy_contents(tx, group, id)?;
    if let Some(unit) = facts.to {
        store::asset_group::link(tx, Link::Unit, id, unit)?;
    }
    let object = ObjectRef::new(ObjectKind::AssetGroup, id, name.to_string());
    let units = facts.to.map(|unit| units.of(op, unit)).transpose()?.into_iter().collect();
    op.journal.created(&object, &crate::domain::record::AssetGroup { units, assigned_to: Vec::new(), ..record })?;
    Ok(Named { id, name: name.to_string() })
}

/// Takes the user's assignment, and the targets of its configurations, over to the copy.
fn use_copy(op: &mut WriteOp<'_>, facts: &Facts, user: Id, group: Id, copy: &Named) -> Result<()> {
    let tx = op.tx();
    store::asset_group::unlink(tx, Link::User, group, user)?;
    store::asset_group::link(tx, Link::User, copy.id, user)?;
    let aims = store::config::aims(tx, user, group)?;
    if aims.is_empty() {
        return Ok(());
    }
    store::config::retarget(tx, user, group, copy.id)?;
    for (config, before) in aims {
        let object = ObjectRef::new(ObjectKind::Config, config.id, config.name);
        let after = aimed_at_the_copy(&before, &group_ref(facts, group)?.name, &copy.name);
        op.journal.change(&object, "targets", before.into(), after.into());
    }
    Ok(())
}

/// The names of targets, by name, with that of a copy in place of the original.
fn aimed_at_the_copy(targets: &[String], original: &str, copy: &str) -> Vec<String> {
    let mut targets: Vec<String> =
        targets.iter().map(|name| if name == original { copy } else { name }.to_owned()).collect();
    targets.sort_by_cached_key(|name| (name != ALL_GROUP, key(name)));
    targets
}

fn unassign_all(op: &mut WriteOp<'_>, user: Id) -> Result<()> {
    let mut record = store::user::find(op.conn, user)?;
    record.asset_groups.retain(|group| group != ALL_GROUP);
    store::user::update(op.tx(), &record)
}
