//! Listing and showing asset groups.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::record::AssetGroup;
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

pub fn show(op: &Op<'_>, name: &str) -> Result<AssetGroup> {
    let group = op.find(ObjectKind::AssetGroup, name)?;
    seen(op, group.id)
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
