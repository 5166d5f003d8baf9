//! Editing an asset group (AG-5, AG-7).

use schemars::JsonSchema;
use serde::Serialize;

use super::contents::{self, Contents};
use super::view::narrowed;
use crate::domain::asset_group::BusinessImpact;
use crate::domain::record::AssetGroup;
use crate::domain::{Action, AddressSet, Given, Line, Name, ObjectKind, ObjectRef, Result};
use crate::service::narrow::Names;
use crate::service::unique::refuse_taken;
use crate::service::{WriteOp, config};
use crate::store;

/// What is to change; what is `None` or empty stays.
#[derive(Debug, Clone, Default)]
pub struct Request {
    pub group: String,
    /// The new name.
    pub name: Option<Name>,
    pub add: Contents,
    /// What comes out.
    pub remove: Contents,
    pub business_impact: Option<BusinessImpact>,
    pub comments: Given<Line>,
}

impl Request {
    /// Whether it says anything that is not so already.
    pub fn changes(&self, group: &AssetGroup) -> bool {
        self.name.is_some()
            || self.add != Contents::default()
            || self.remove != Contents::default()
            || self.business_impact.is_some_and(|impact| impact != group.business_impact)
            || self.comments.differs_from(&group.comments)
    }
}

/// The group and what the change cost others.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EditBody {
    /// The group as it is now.
    pub asset_group: AssetGroup,
    /// The users whose assignment ended because the group left their unit.
    pub unassigned: Vec<String>,
    /// The configurations that need a target now.
    pub needs_target: Vec<String>,
}

/// Edits a group.
///
/// # Errors
/// `not-permitted` by AG-5, AG-7 and ROLE-7; `conflict` if the new name is taken.
pub fn edit(op: &mut WriteOp<'_>, request: &Request) -> Result<EditBody> {
    let object = find_to_change(op, Action::AssetGroupEdit, &request.group)?;
    let before = store::asset_group::find(op.conn, object.id)?;
    let needing_before = config::needing_target_at(op, object.id)?;
    let mut after = before.clone();
    if let Some(name) = &request.name {
        refuse_taken(op, ObjectKind::AssetGroup, name, Some(object.id))?;
        after.name = name.to_string();
    }
    if let Some(impact) = request.business_impact {
        after.business_impact = impact;
    }
    request.comments.write(&mut after.comments);
    let (add, remove) = (contents::find(op, &request.add)?, contents::find(op, &request.remove)?);
    contents::check_reach(op, &add)?;
    contents::check_units(op, &remove.units)?;
    store::asset_group::update(op.tx(), &after)?;
    let unassigned = contents::take(op, &object, &remove)?;
    contents::put(op, &object, &add)?;
    note_owner(op, &before, &remove)?;
    let after = store::asset_group::find(op.conn, object.id)?;
    let object = ObjectRef::new(ObjectKind::AssetGroup, object.id, after.name.clone());
    op.journal.compare(&object, &before, &after)?;
    op.journal.unit = after.units.first().cloned();
    op.say("change", "changed", format!("asset group `{}`", after.name));
    let needs_target = config::newly_needing_target(op, object.id, &needing_before)?;
    Ok(EditBody { asset_group: narrowed(&Names::of(op), after)?, unassigned, needs_target })
}

/// Puts addresses into a group, and nothing else.
///
/// # Errors
/// `not-permitted` by AG-5, AG-7 and ROLE-7.
pub fn add_addresses(op: &mut WriteOp<'_>, group: &str, addresses: &AddressSet) -> Result<()> {
    let object = find_to_change(op, Action::AssetGroupEdit, group)?;
    let found = contents::Found { addresses: addresses.clone(), ..contents::Found::default() };
    contents::check_reach(op, &found)?;
    contents::grow(op, &object, addresses)?;
    op.say("change", "changed", format!("asset group `{}`", object.name));
    Ok(())
}

/// A group that leaves its owner's unit is out of its owner's reach (AG-2).
fn note_owner(op: &mut WriteOp<'_>, group: &AssetGroup, removed: &contents::Found) -> Result<()> {
    let owner = store::user::find(op.conn, group.owner_id)?;
    if let Some(unit) = removed.units.iter().find(|unit| Some(unit.id) == owner.unit_id) {
        op.notice(format!("its owner `{}` belongs to `{}` and no longer reaches it", owner.login, unit.name));
    }
    Ok(())
}

/// Finds a group that the actor may change; the refusal says whose it is (AG-7).
pub fn find_to_change(op: &WriteOp<'_>, action: Action, name: &str) -> Result<ObjectRef> {
    let object = op.find(ObjectKind::AssetGroup, name)?;
    if let Err(error) = op.authorize(action, &object) {
        let owner = store::asset_group::find(op.conn, object.id)?.owner;
        return Err(error.rule("AG-7").hint(format!("the group belongs to `{owner}`")));
    }
    Ok(object)
}
