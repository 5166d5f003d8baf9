//! Giving an asset group another owner (AG-6).

use schemars::JsonSchema;
use serde::Serialize;

use super::edit::find_to_change;
use super::view::narrowed;
use crate::domain::record::{AssetGroup, User};
use crate::domain::{Action, Error, Id, ObjectKind, ObjectRef, Result, Role};
use crate::service::narrow::Names;
use crate::service::{WriteOp, config};
use crate::store;

/// The group, and the schedules that suffer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TransferBody {
    /// The group as it is now.
    pub asset_group: AssetGroup,
    /// The configurations whose owner can no longer reach the group.
    pub needs_target: Vec<String>,
}

/// Transfers a group.
///
/// # Errors
/// `conflict` by AG-6; `not-permitted` by AG-7 and ROLE-7.
pub fn transfer(op: &mut WriteOp<'_>, name: &str, to: &str) -> Result<TransferBody> {
    let object = find_to_change(op, Action::AssetGroupTransfer, name)?;
    let receiver = op.find(ObjectKind::User, to)?;
    let before = store::asset_group::find(op.conn, object.id)?;
    let needing_before = config::needing_target_at(op, object.id)?;
    let old = store::user::find(op.conn, before.owner_id)?;
    let new = store::user::find(op.conn, receiver.id)?;
    check_receiver(&before, &old, &new)?;
    let mut after = before.clone();
    after.owner = new.login;
    after.owner_id = new.id;
    if op.journal.compare(&object, &before, &after)? {
        store::asset_group::update(op.tx(), &after)?;
        op.journal.touch(&receiver);
        op.journal.unit = old.unit;
    }
    op.say("transfer", "transferred", format!("asset group `{}` to `{}`", after.name, after.owner));
    let needs_target = config::newly_needing_target(op, object.id, &needing_before)?;
    Ok(TransferBody { asset_group: narrowed(&Names::of_one(op), after)?, needs_target })
}

/// Gives a group another owner, as part of another workflow.
pub fn hand_over(op: &mut WriteOp<'_>, group: Id, to: Id) -> Result<()> {
    let before = store::asset_group::find(op.conn, group)?;
    let mut after = before.clone();
    after.owner_id = to;
    after.owner = store::user::find(op.conn, to)?.login;
    store::asset_group::update(op.tx(), &after)?;
    let object = ObjectRef::new(ObjectKind::AssetGroup, group, after.name.clone());
    op.journal.compare(&object, &before, &after)?;
    Ok(())
}

/// Ownership stays inside the unit; without a unit, among managers and unassigned scanners (AG-6).
fn check_receiver(group: &AssetGroup, old: &User, new: &User) -> Result<()> {
    let inside = match (new.role, &old.unit) {
        (Role::Manager, _) => true,
        (Role::UnitManager | Role::Scanner, Some(_)) => new.unit_id == old.unit_id,
        (Role::Scanner, None) => new.unit_id.is_none(),
        _ => false,
    };
    if inside && new.status != crate::domain::Status::Inactive {
        return Ok(());
    }
    let allowed = match &old.unit {
        Some(unit) => format!("a manager, or a unit manager or scanner of `{unit}`"),
        None => "a manager or an unassigned scanner".to_owned(),
    };
    Err(Error::conflict(
        "AG-6",
        format!("`{}` cannot become the owner of `{}`: it takes {allowed} who is not inactive", new.login, group.name),
    )
    .hint("provost user list --filter role=manager,unit-manager,scanner"))
}
