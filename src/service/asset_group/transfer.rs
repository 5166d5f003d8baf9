//! Giving an asset group another owner (AG-6).

use schemars::JsonSchema;
use serde::Serialize;

use super::edit::find_to_change;
use super::view::narrowed;
use crate::domain::record::{AssetGroup, User};
use crate::domain::text::quoted;
use crate::domain::{Action, Error, Id, ObjectKind, ObjectRef, Result, Role, Status};
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
    Ok(TransferBody { asset_group: narrowed(&Names::of(op), after)?, needs_target })
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

/// Ownership stays inside the unit; without a unit, among managers and unassigned scanners. What a manager took over
/// goes back into the one unit that it is linked to (AG-6).
pub fn check_receiver(group: &AssetGroup, old: &User, new: &User) -> Result<()> {
    let home = home_of(group, old);
    let inside = match new.role {
        Role::Manager => true,
        Role::UnitManager | Role::Scanner if new.unit.is_some() => new.unit.as_deref() == home,
        Role::Scanner => old.unit.is_none(),
        _ => false,
    };
    if inside && new.status != Status::Inactive {
        return Ok(());
    }
    let unassigned = if old.unit.is_none() { ", an unassigned scanner" } else { "" };
    let of_unit = home.map(|unit| format!(", or a unit manager or scanner of `{unit}`")).unwrap_or_default();
    let error = Error::conflict(
        "AG-6",
        format!(
            "`{}` cannot become the owner of `{}`: it takes a manager{unassigned}{of_unit} who is not inactive",
            new.login, group.name
        ),
    );
    let others: Vec<&String> = group.units.iter().filter(|unit| Some(*unit) != new.unit.as_ref()).collect();
    let is_shared = home.is_none() && old.unit.is_none() && others.len() < group.units.len();
    if is_shared {
        let flags: Vec<String> = others.iter().map(|unit| format!("--remove-bu {}", quoted(unit))).collect();
        let unlink = format!("provost asset-group edit {} {}", quoted(&group.name), flags.join(" "));
        return Err(error.hint(format!("it is linked to several units; unlink it first: `{unlink}`")));
    }
    Err(error.hint("provost user list --filter role=manager,unit-manager,scanner"))
}

/// The unit whose unit managers and scanners may own the group: its owner's; of a manager's, the only one that it is
/// linked to.
fn home_of<'a>(group: &'a AssetGroup, owner: &'a User) -> Option<&'a str> {
    match (&owner.unit, owner.role, group.units.as_slice()) {
        (Some(unit), ..) => Some(unit),
        (None, Role::Manager | Role::UserAdministrator, [unit]) => Some(unit),
        _ => None,
    }
}
