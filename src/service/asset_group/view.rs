//! Listing and showing asset groups.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::record::{ALL_GROUP, AssetGroup, ShownGroup};
use crate::domain::text::means_all;
use crate::domain::{Action, Id, ObjectKind, Result};
use crate::service::Op;
use crate::service::narrow::Names;
use crate::store;

/// One asset group, under its noun.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GroupBody {
    /// The group as it is now.
    pub asset_group: AssetGroup,
}

/// Each group the actor may view, by name.
pub fn list(op: &Op<'_>, sink: &mut dyn FnMut(AssetGroup) -> Result<()>) -> Result<()> {
    let names = Names::of(op);
    store::asset_group::list(op.conn, &op.actor, op.reach(Action::AssetGroupView)?, |group| {
        sink(narrowed(&names, group)?)
    })
}

/// `All`, if the actor holds it, and each group the actor may view, by name (AG-9).
pub fn list_with_all(op: &Op<'_>, sink: &mut dyn FnMut(ShownGroup) -> Result<()>) -> Result<()> {
    if holds_all(op)? {
        sink(all(op)?)?;
    }
    list(op, &mut |group| sink(group.into()))
}

/// One group, or `All` (AG-9).
///
/// # Errors
/// `not-found`, of `All` too for whoever does not hold it.
pub fn show(op: &Op<'_>, name: &str) -> Result<ShownGroup> {
    if means_all(name) && holds_all(op)? {
        return all(op);
    }
    let group = op.find(ObjectKind::AssetGroup, name)?;
    seen(op, group.id).map(Into::into)
}

fn holds_all(op: &Op<'_>) -> Result<bool> {
    Ok(op.reach(Action::AssetGroupView).is_ok() && store::reach::reaches_group(op.conn, op.actor.id, None)?)
}

/// What `All` stands for in the actor's place (AG-4), and to whom it is assigned there.
fn all(op: &Op<'_>) -> Result<ShownGroup> {
    let within = store::reach::of_user(op.conn, op.actor.id)?;
    let mut assigned_to = store::user::logins_with_all(op.conn, op.actor.unit_id())?;
    Names::of_one(op).users(&mut assigned_to)?;
    Ok(ShownGroup {
        id: None,
        name: ALL_GROUP.to_owned(),
        owner: None,
        origin: None,
        units: op.actor.unit.iter().map(|unit| unit.name.clone()).collect(),
        addresses: within.addresses.ranges().to_vec(),
        domains: within.domains,
        appliances: within.appliances,
        assigned_to,
        business_impact: None,
        comments: None,
    })
}

/// A group with only those names that the actor may view.
pub fn seen(op: &Op<'_>, id: Id) -> Result<AssetGroup> {
    narrowed(&Names::of_one(op), store::asset_group::find(op.conn, id)?)
}

/// A group with only those names that the actor may view.
pub fn narrowed(names: &Names<'_>, mut group: AssetGroup) -> Result<AssetGroup> {
    names.users(&mut group.assigned_to)?;
    names.units(&mut group.units)?;
    Ok(group)
}
