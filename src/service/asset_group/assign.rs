//! Assigning groups to users, and ending it (AG-3, AG-4).

use serde_json::Value;

use crate::domain::record::ALL_GROUP;
use crate::domain::text::quoted;
use crate::domain::{Action, Error, Named, ObjectKind, ObjectRef, Placement, Result, Target};
use crate::service::WriteOp;
use crate::service::find::GroupName;
use crate::service::report::Outcomes;
use crate::store;
use crate::store::asset_group::Link;

/// Assigns a group, or `All`, to users.
///
/// # Errors
/// `conflict` by AG-3; `not-permitted` by ROLE-7.
pub fn assign(op: &mut WriteOp<'_>, group: &str, users: &[String]) -> Result<Outcomes> {
    let name = op.find_group(group)?;
    let mut outcomes = Outcomes::default();
    for user in op.find_all(ObjectKind::User, users)? {
        let changed = change(op, &name, &user, true)?;
        outcomes.push(&user, changed);
    }
    op.say("assign", "assigned", format!("asset group `{}` to {}", label(&name), outcomes.phrase("user", "users")));
    Ok(outcomes)
}

/// Ends the assignment of a group, or of `All`, to users.
pub fn unassign(op: &mut WriteOp<'_>, group: &str, users: &[String]) -> Result<Outcomes> {
    let name = op.find_group(group)?;
    let mut outcomes = Outcomes::default();
    for user in op.find_all(ObjectKind::User, users)? {
        let changed = change(op, &name, &user, false)?;
        outcomes.push(&user, changed);
    }
    op.say(
        "unassign",
        "unassigned",
        format!("asset group `{}` from {}", label(&name), outcomes.phrase("user", "users")),
    );
    Ok(outcomes)
}

/// Assigns one group to one user, as part of another workflow.
pub fn assign_one(op: &mut WriteOp<'_>, group: &str, user: &ObjectRef) -> Result<bool> {
    let name = op.find_group(group)?;
    change(op, &name, user, true)
}

fn label(name: &GroupName) -> &str {
    match name {
        GroupName::All => ALL_GROUP,
        GroupName::Group(group) => &group.name,
    }
}

fn change(op: &mut WriteOp<'_>, name: &GroupName, user: &ObjectRef, assign: bool) -> Result<bool> {
    let place = store::user::place(op.conn, user.id)?;
    authorize(op, name, user, place.unit.as_ref())?;
    let tx = op.tx();
    let changed = match name {
        GroupName::All if place.has_all == assign => false,
        GroupName::All => {
            store::user::set_all_assigned(tx, user.id, assign)?;
            true
        }
        GroupName::Group(group) if assign => {
            check_unit(op, group, user, place.unit.as_ref())?;
            store::asset_group::link(tx, Link::User, group.id, user.id)?
        }
        GroupName::Group(group) => store::asset_group::unlink(tx, Link::User, group.id, user.id)?,
    };
    if changed {
        let (none, one) = (Value::Null, Value::from(label(name)));
        let (old, new) = if assign { (none, one) } else { (one, none) };
        op.journal.change(user, "asset_groups", old, new);
        if let GroupName::Group(group) = name {
            op.journal.touch(&ObjectRef::new(ObjectKind::AssetGroup, group.id, group.name.clone()));
        }
        op.journal.unit = place.unit.map(|unit| unit.name);
    }
    Ok(changed)
}

/// The right to assign must be held where the group lies, and where the user does.
fn authorize(op: &WriteOp<'_>, name: &GroupName, user: &ObjectRef, unit: Option<&Named>) -> Result<()> {
    if let GroupName::Group(group) = name {
        let object = ObjectRef::new(ObjectKind::AssetGroup, group.id, group.name.clone());
        op.authorize(Action::AssetGroupAssign, &object)?;
    }
    let target = Target::at(Placement::in_unit(&op.actor, unit.map(|unit| unit.id)));
    op.authorize_at(Action::AssetGroupAssign, target, &user.name).map(drop)
}

/// A user in a unit may be given any group of that unit; an unassigned user any group (AG-3).
fn check_unit(op: &WriteOp<'_>, group: &Named, user: &ObjectRef, unit: Option<&Named>) -> Result<()> {
    let Some(unit) = unit else { return Ok(()) };
    if store::asset_group::is_linked(op.conn, Link::Unit, group.id, unit.id)? {
        return Ok(());
    }
    Err(Error::conflict(
        "AG-3",
        format!("`{}` belongs to `{}`, and `{}` is no group of that unit", user.name, unit.name, group.name),
    )
    .hint(format!(
        "link it first: `provost asset-group edit {} --add-bu {}`",
        quoted(&group.name),
        quoted(&unit.name)
    )))
}
