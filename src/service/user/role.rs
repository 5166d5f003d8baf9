//! Changing a user's role, which may be a move between units (UNIT-3, MOVE-1, MOVE-10).

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::link::LinkEnd;
use crate::domain::moving::{Answers, check_mode};
use crate::domain::record::User;
use crate::domain::roles::UnitNeed;
use crate::domain::text::quoted;
use crate::domain::{Action, Error, Id, Mode, ObjectKind, ObjectRef, Result, Role, Status};
use crate::service::moving::{self, MoveReport, Moving, Party, UnitGain};
use crate::service::user::add::{check_signs_in, check_unit_need};
use crate::service::user::view::UserBody;
use crate::service::{WriteOp, config, link};
use crate::store;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// Who.
    pub user: String,
    /// The new role.
    pub role: Role,
    /// The unit to go to.
    pub unit: Option<String>,
    /// Whether to leave the unit.
    pub unassign: bool,
    /// The answers to the questions of a move.
    pub answers: Answers,
    /// The primary contact of a unit that has none.
    pub primary_contact: Option<String>,
}

/// The user, and the move if there was one.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RoleBody {
    /// The user as it is now.
    pub user: User,
    /// The move, if the unit changed or the mode is managed.
    pub moves: Vec<MoveReport>,
    /// What the receiving unit gains.
    pub units: Vec<UnitGain>,
}

/// Changes the role.
///
/// # Errors
/// `not-permitted` by ROLE-6 and ROLE-7; `conflict` by UNIT-2, UNIT-3, CONF-1, AG-6, SUB-3 and section 7.
pub fn set(op: &mut WriteOp<'_>, request: &Request) -> Result<RoleBody> {
    let object = op.find(ObjectKind::User, &request.user)?;
    let decision = op.authorize(Action::UserRole, &object)?;
    let before = store::user::find(op.conn, object.id)?;
    let mut after = before.clone();
    after.role = request.role;
    after.effective_level = op.level_with(before.id, before.level, request.role)?;
    op.cover(&decision, &before.login, Some(&before), Some(&after))?;
    let to = unit_after(op, request, &before)?;
    let to_id = to.as_ref().map(|unit| unit.id);
    check_unit_need(request.role, to.as_ref().map(|unit| unit.name.as_str()))?;
    refuse_subscription_contact(op, &before, request.role)?;
    check_mode(op.settings.mode(), request.answers)?;
    let moves = before.unit_id != to_id;
    if moves {
        op.require_units()?;
        op.authorize(Action::BuMove, &object)?;
    }
    op.say("give", "gave", format!("user `{}` the role `{}`", before.login, request.role));
    let managed = op.settings.mode() == Mode::Managed && before.role != request.role;
    let (moves, units) = if moves || managed {
        let contact = request.primary_contact.as_deref().map(|login| op.find(ObjectKind::User, login)).transpose()?;
        let party = vec![Party { user: before, role: request.role }];
        moving::run(op, Moving { party, to, answers: request.answers, primary_contact: contact })?
    } else {
        moving::refuse_needless_contact(request.primary_contact.as_deref())?;
        change(op, &object, &before, after)?;
        op.journal.unit = before.unit;
        op.unit_touched(to_id);
        (Vec::new(), Vec::new())
    };
    Ok(RoleBody { user: UserBody::of(op, object.id)?.user, moves, units })
}

/// The subscription's primary contact stays a manager (SUB-3).
fn refuse_subscription_contact(op: &WriteOp<'_>, user: &User, role: Role) -> Result<()> {
    if role == Role::Manager || store::subscription::find(op.conn)?.primary_contact.id != user.id {
        return Ok(());
    }
    Err(Error::conflict(
        "SUB-3",
        format!("`{}` is the primary contact of the subscription and must be a manager", user.login),
    )
    .code("primary-contact")
    .hint("give the status to another manager first: `provost contact set LOGIN`"))
}

/// The unit the user belongs to afterwards: named, left, forced by the role, or as before.
fn unit_after(op: &WriteOp<'_>, request: &Request, before: &User) -> Result<Option<ObjectRef>> {
    if let Some(name) = &request.unit {
        return op.find(ObjectKind::Bu, name).map(Some);
    }
    let leaves = request.unassign || request.role.unit_need() == UnitNeed::Never;
    let stays = before.unit_id.zip(before.unit.as_ref()).filter(|_| !leaves);
    let unit = stays.map(|(id, name)| ObjectRef::new(ObjectKind::Bu, id, name.clone()));
    if unit.is_none() && request.role.unit_need() == UnitNeed::Always {
        return Err(Error::usage("a unit-manager always belongs to a unit")
            .rule("UNIT-3")
            .hint(format!("name it: `provost user role {} unit-manager --bu UNIT`", before.login)));
    }
    Ok(unit)
}

/// Gives a user another role, and the unit that `after` names: what the role cannot hold is dropped and
/// named (ROLE-4, CONF-1, USER-3).
///
/// # Errors
/// `conflict` if the user would be left with things the role may not own.
pub fn change(op: &mut WriteOp<'_>, object: &ObjectRef, before: &User, mut after: User) -> Result<()> {
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
