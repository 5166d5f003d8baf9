//! Deleting an asset group (AG-8).

use schemars::JsonSchema;
use serde::Serialize;

use super::edit::find_to_change;
use crate::domain::{Action, ObjectKind, ObjectRef, Result};
use crate::service::narrow::Names;
use crate::service::{WriteOp, config};
use crate::store;

/// What the deletion ended.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DeleteBody {
    /// The group that is gone.
    pub asset_group: Gone,
    /// The users it was assigned to.
    pub unassigned: Vec<String>,
    /// The configurations it was a target of.
    pub untargeted: Vec<String>,
    /// Those of them that need a target now.
    pub needs_target: Vec<String>,
}

/// Something that is gone.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Gone {
    /// Its former id.
    pub id: i64,
    /// Its former name.
    pub name: String,
}

/// Deletes a group.
///
/// # Errors
/// `not-permitted` by AG-7 and ROLE-7.
pub fn delete(op: &mut WriteOp<'_>, name: &str) -> Result<DeleteBody> {
    let object = find_to_change(op, Action::AssetGroupDelete, name)?;
    let mut body = remove(op, &object)?;
    Names::of(op).users(&mut body.unassigned)?;
    op.say("delete", "deleted", format!("asset group `{}`", object.name));
    Ok(body)
}

/// Deletes a group that may be deleted, and tells what that ended.
pub fn remove(op: &mut WriteOp<'_>, object: &ObjectRef) -> Result<DeleteBody> {
    let record = store::asset_group::find(op.conn, object.id)?;
    let aimed = store::config::aimed_at(op.conn, object.id)?;
    store::asset_group::delete(op.tx(), object.id)?;
    op.journal.deleted(object);
    for login in &record.assigned_to {
        let user = op.find_exactly(ObjectKind::User, login)?;
        op.journal.touch(&user);
    }
    let mut needs_target = Vec::new();
    for before in &aimed {
        let after = store::config::find(op.conn, before.id)?;
        let object = ObjectRef::new(ObjectKind::Config, after.id, after.name.clone());
        op.journal.compare(&object, before, &after)?;
        if after.needs_target {
            needs_target.push(config::label(&after));
        }
    }
    op.journal.unit = record.units.first().cloned();
    Ok(DeleteBody {
        asset_group: Gone { id: object.id, name: record.name },
        unassigned: record.assigned_to,
        untargeted: aimed.iter().map(config::label).collect(),
        needs_target,
    })
}
