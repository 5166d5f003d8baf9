//! What becoming a role, and belonging to a unit, means: for who is new, who gets another role and who moves (UNIT-3, ROLE-4).

use crate::domain::link::LinkEnd;
use crate::domain::record::User;
use crate::domain::text::quoted;
use crate::domain::{Error, Id, ObjectKind, ObjectRef, Result, Role, Status};
use crate::service::{WriteOp, config, link};
use crate::store;

/// Refuses a role in a unit, or without one, where UNIT-3 forbids it.
pub fn check_unit_need(role: Role, unit: Option<&str>) -> Result<()> {
    let Some(why) = role.misplaced(unit.is_some()) else { return Ok(()) };
    Err(match unit {
        Some(unit) => Error::conflict("UNIT-3", format!("{why}, so not to `{unit}`"))
            .hint("leave the unit out, or choose the role unit-manager, scanner, reader, remediation-user or contact"),
        None => Error::conflict("UNIT-3", why).hint("name it: `--bu UNIT`"),
    })
}

/// A contact never signs in, so not as a program either (USER-3).
pub fn check_signs_in(role: Role, api_only: bool, login: &str) -> Result<()> {
    if role == Role::Contact && api_only {
        return Err(Error::conflict(
            "USER-3",
            format!("`{login}` cannot be api-only and a contact, who never signs in"),
        )
        .hint("choose another role for a program, such as reader"));
    }
    Ok(())
}

/// Gives a user another role, and the unit that `after` names: what the role cannot hold is dropped and
/// named (ROLE-4, CONF-1, USER-3).
///
/// # Errors
/// `conflict` if the user would be left with things the role may not own.
pub fn settle(op: &mut WriteOp<'_>, object: &ObjectRef, before: &User, mut after: User) -> Result<()> {
    let role = after.role;
    check_signs_in(role, before.api_only, &before.login)?;
    after.status = status_after(before, role);
    after.permissions.retain(|permission| permission.fits(role));
    for dropped in before.permissions.iter().filter(|permission| !permission.fits(role)) {
        op.notice(format!("`{}` loses `{dropped}`, which {} cannot hold", before.login, role.with_article()));
    }
    if op.journal.compare(object, before, &after)? {
        store::user::update(op.tx(), &after)?;
        if after.permissions != before.permissions {
            store::user::set_permissions(op.tx(), object.id, &after.permissions)?;
        }
    }
    if role == before.role {
        return Ok(());
    }
    if after.status == Status::Pending && before.status != Status::Pending {
        op.notice(format!("`{}` has no password yet and cannot sign in", before.login));
    }
    if role == Role::Contact && before.role != Role::Contact {
        store::password::delete(op.tx(), object.id)?;
        store::session::delete_all(op.tx(), object.id, None)?;
        store::api_token::delete_all(op.tx(), object.id)?;
        store::secret_question::replace(op.tx(), object.id, &[])?;
        link::end(op.tx(), object.id, LinkEnd::Deactivated)?;
        op.notice(format!("`{}` can no longer sign in: a contact has no password", before.login));
    }
    config::drop_global(op, object, role)?;
    check_holdings(op, object, role)
}

/// Becoming a contact, or no longer being one, changes what signing in means (USER-2, USER-3).
fn status_after(user: &User, role: Role) -> Status {
    match user.status {
        Status::Pending if role == Role::Contact => Status::Active,
        Status::Active
            if user.role == Role::Contact
                && role != Role::Contact
                && user.last_login_at.is_none()
                && !user.api_only =>
        {
            Status::Pending
        }
        other => other,
    }
}

/// Somebody whom the actor may view and who may receive anything: the subscription's primary contact, else the
/// actor itself; as a last resort a word to fill in.
fn heir(op: &WriteOp<'_>, not: Id) -> Result<String> {
    let contact = store::subscription::find(op.conn)?.primary_contact;
    if contact.id != not && op.may_view(ObjectKind::User, contact.id)? {
        return Ok(contact.name);
    }
    let receives = matches!(op.actor.role, Role::Manager | Role::UnitManager) && op.actor.id != not;
    Ok(if receives { op.actor.login.clone() } else { "LOGIN".to_owned() })
}

/// Refuses a role that may not own what the user still owns (CONF-1, AG-6).
fn check_holdings(op: &WriteOp<'_>, object: &ObjectRef, role: Role) -> Result<()> {
    let login = &object.name;
    let heir = heir(op, object.id)?;
    let unfit: Vec<_> = store::config::briefs_of_owner(op.conn, object.id)?
        .into_iter()
        .filter(|config| !config.kind.fits(role))
        .collect();
    if let Some(first) = unfit.first() {
        let ids: Vec<_> = unfit.iter().map(|config| format!("id:{}", config.id)).collect();
        return Err(Error::conflict(
            "CONF-1",
            format!("{} may not own what `{login}` owns: {} of kind {}", role.with_article(), first.name, first.kind),
        )
        .hint(format!("transfer first: `provost config transfer {} --to {heir}`", ids.join(" ")))
        .hint(format!("or delete first: `provost config delete {} --yes`", ids.join(" "))));
    }
    let owned = store::asset_group::owned_by(op.conn, object.id)?;
    match owned.first() {
        Some(group) if !role.owns_asset_groups() => Err(Error::conflict(
            "AG-6",
            format!("{} may not own asset groups, and `{login}` owns `{}`", role.with_article(), group.name),
        )
        .hint(format!("provost asset-group transfer {} --to {heir}", quoted(&group.name)))),
        _ => Ok(()),
    }
}
