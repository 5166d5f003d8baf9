//! Granting and revoking extended permissions (ROLE-4).

use super::view::UserBody;
use crate::domain::record::User;
use crate::domain::{Action, Error, ObjectKind, ObjectRef, Permission, Result, Role};
use crate::service::WriteOp;
use crate::store;

/// Refuses permissions that the role cannot hold.
pub fn check_fits(permissions: &[Permission], role: Role, login: &str) -> Result<()> {
    let Some(unfit) = permissions.iter().find(|permission| !permission.fits(role)) else { return Ok(()) };
    let holders: Vec<_> = unfit.holders().iter().map(|role| role.as_str()).collect();
    Err(Error::conflict(
        "ROLE-4",
        format!("{} cannot hold `{unfit}`; only: {}", role.with_article(), holders.join(", ")),
    )
    .hint(format!("change the role first: `provost user role {login} {}`", holders.first().copied().unwrap_or("ROLE"))))
}

/// Grants permissions.
pub fn grant(op: &mut WriteOp<'_>, login: &str, permissions: &[Permission]) -> Result<UserBody> {
    let (object, before) = target(op, login)?;
    check_fits(permissions, before.role, &before.login)?;
    let mut after = before.clone();
    after.permissions.extend(permissions);
    op.say("grant", "granted", format!("{} to `{}`", phrase(permissions), before.login));
    store_change(op, &object, &before, after)
}

/// Revokes permissions.
pub fn revoke(op: &mut WriteOp<'_>, login: &str, permissions: &[Permission]) -> Result<UserBody> {
    let (object, before) = target(op, login)?;
    let mut after = before.clone();
    after.permissions.retain(|permission| !permissions.contains(permission));
    op.say("revoke", "revoked", format!("{} from `{}`", phrase(permissions), before.login));
    store_change(op, &object, &before, after)
}

fn target(op: &WriteOp<'_>, login: &str) -> Result<(ObjectRef, User)> {
    let object = op.find(ObjectKind::User, login)?;
    let user = op.covered(Action::UserGrant, &object)?;
    Ok((object, user))
}

fn store_change(op: &mut WriteOp<'_>, object: &ObjectRef, before: &User, mut after: User) -> Result<UserBody> {
    after.permissions.sort_unstable_by_key(|permission| permission.as_str());
    after.permissions.dedup();
    if op.journal.compare(object, before, &after)? {
        store::user::set_permissions(op.tx(), object.id, &after.permissions)?;
        op.journal.unit.clone_from(&after.unit);
    }
    UserBody::of(op, object.id)
}

fn phrase(permissions: &[Permission]) -> String {
    permissions.iter().map(|permission| format!("`{permission}`")).collect::<Vec<_>>().join(", ")
}
