//! The guard at the door (ROLE-10): at the end of each operation, whatever anybody gained is compared with what its
//! actor, with this token, may hand out. It works from what was written, whichever verb wrote it.

use std::collections::HashSet;

use crate::domain::access::Missing;
use crate::domain::ceiling::{self, Right};
use crate::domain::grant::{Grant, Holder, Standing};
use crate::domain::roles::ProjectRole;
use crate::domain::{Action, Id, Level, ObjectKind, ObjectRef, Permission, Result, Target};
use crate::service::WriteOp;
use crate::store;

/// Judges whatever the operation has given since it was last asked.
///
/// # Errors
/// `not-permitted` by ROLE-10, with everything that is too much; nothing is written then.
pub fn check(op: &WriteOp<'_>) -> Result<()> {
    let (mut missing, mut filled) = (Vec::new(), HashSet::new());
    for grant in op.tx().take_grants() {
        missing.extend(match grant {
            Grant::Account { user, before, after } => account(op, user, before, after)?,
            Grant::Permission { user, permission } => permission_to(op, user, permission)?,
            // Whoever fills a group with many is asked once about what it lends.
            Grant::Membership { user, group } if user == op.actor.id || filled.insert(group) => {
                membership(op, user, group)?
            }
            Grant::Membership { user, .. } => op.outside_token(user)?,
            Grant::GroupLevel { group, is_new, level } => group_level(op, group, is_new, level)?,
            Grant::ProjectRole { holder, project, role } => project_role(op, holder, project, role)?,
        });
    }
    if missing.is_empty() { Ok(()) } else { Err(ceiling::refusal_to_lend(&ceiling::once(missing))) }
}

/// What the row of an account gave: role, level and monitoring role; of one that comes back, all that it holds.
fn account(op: &WriteOp<'_>, user: Id, before: Option<Standing>, after: Standing) -> Result<Vec<Missing>> {
    if before.is_some_and(|before| before.is_inactive) && !after.is_inactive {
        return brought_back(op, user);
    }
    if let Some(before) = before.filter(|_| user == op.actor.id) {
        return own_account(op, before, after);
    }
    let gained = ceiling::gained(before.map(Standing::privileges).as_ref(), &after.privileges());
    if gained.is_empty() {
        return Ok(Vec::new());
    }
    let of_role = if before.is_some() { Action::UserRole } else { Action::UserAdd };
    let of_field = if before.is_some() { Action::UserEdit } else { Action::UserAdd };
    let target = op.target(of_role, ObjectKind::User, user)?;
    let decision = op.decide(of_role, target);
    let mut missing = ceiling::exceeding(&op.actor, &decision.paths, &gained);
    let is_level_set = after.level > before.map_or(Level::Default, |before| before.level);
    for right in &gained {
        let lacks = match right {
            Right::Role(_) => (!decision.allowed).then(|| lacking(of_role)),
            Right::Level(_) if is_level_set => held(op, Action::UserLevel, user)?,
            Right::Monitoring(_) => held(op, of_field, user)?,
            _ => None,
        };
        missing.extend(lacks);
    }
    Ok(missing)
}

/// Whoever brings a deactivated account back gives it everything that it holds (USER-2).
fn brought_back(op: &WriteOp<'_>, user: Id) -> Result<Vec<Missing>> {
    let object = store::naming::by_id(op.conn, ObjectKind::User, user)?;
    let Some(object) = object.map(|one| ObjectRef::new(ObjectKind::User, one.id, one.name)) else {
        return Ok(Vec::new());
    };
    let mut missing = op.verdict(Action::UserDeactivate, &object)?.above;
    missing.extend(held(op, Action::UserDeactivate, user)?);
    Ok(missing)
}

/// Nobody raises themselves, also not in what counts only once a role is lost (ROLE-6).
fn own_account(op: &WriteOp<'_>, before: Standing, after: Standing) -> Result<Vec<Missing>> {
    let target = op.target(Action::UserRole, ObjectKind::User, op.actor.id)?;
    let paths = op.decide(Action::UserRole, target).paths;
    let (was, is) = (before.privileges(), after.privileges());
    let lowers_monitoring = is.effective_monitoring() < was.effective_monitoring();
    let mut missing = ceiling::to_oneself(&op.actor, &paths, was, is);
    if after.level > ceiling::own_level(before.role, before.level) {
        missing.push(ceiling::nobody_gives_themselves("level", after.level, ceiling::ANYBODY_ELSE));
    }
    if let Some(role) = after.monitoring_role.filter(|role| Some(*role) > before.monitoring_role && !lowers_monitoring)
    {
        missing.push(ceiling::nobody_gives_themselves("monitoring role", role, ceiling::ANYBODY_ELSE));
    }
    Ok(missing)
}

fn permission_to(op: &WriteOp<'_>, user: Id, permission: Permission) -> Result<Vec<Missing>> {
    let Some(role) = store::user::role(op.conn, user)? else { return Ok(Vec::new()) };
    let mut missing = ceiling::exceeding(&op.actor, &[], &[Right::Permission(permission, role)]);
    missing.extend(held(op, Action::UserGrant, user)?);
    Ok(missing)
}

/// A place in a group gives whatever the group lends (ROLE-6).
fn membership(op: &WriteOp<'_>, user: Id, group: Id) -> Result<Vec<Missing>> {
    if store::naming::by_id(op.conn, ObjectKind::Group, group)?.is_none() {
        return Ok(Vec::new());
    }
    let mut missing = op.outside_token(user)?;
    missing.extend(lent(op, Action::GroupAssign, Target::default(), &op.carried_by(group)?, user == op.actor.id));
    Ok(missing)
}

fn group_level(op: &WriteOp<'_>, group: Id, is_new: bool, level: Level) -> Result<Vec<Missing>> {
    let action = if is_new { Action::GroupAdd } else { Action::GroupEdit };
    let to_oneself = store::group::has_member(op.conn, group, op.actor.id)?;
    Ok(lent(op, action, Target::default(), &[Right::Level(level)], to_oneself))
}

/// A role in a project is lent by its admins (PRJ-2).
fn project_role(op: &WriteOp<'_>, holder: Holder, project: Id, role: ProjectRole) -> Result<Vec<Missing>> {
    let Some(named) = store::naming::by_id(op.conn, ObjectKind::Project, project)? else { return Ok(Vec::new()) };
    let (to_oneself, mut missing) = match holder {
        Holder::User(user) => (user == op.actor.id, op.outside_token(user)?),
        Holder::Group(group) => (store::group::has_member(op.conn, group, op.actor.id)?, Vec::new()),
    };
    let target = Target::project(project, false);
    missing.extend(lent(op, Action::ProjectAssign, target, &[Right::ProjectLent(named, role)], to_oneself));
    Ok(missing)
}

/// What is too much of what an action lends, to others or to oneself.
fn lent(op: &WriteOp<'_>, action: Action, target: Target, rights: &[Right], to_oneself: bool) -> Vec<Missing> {
    let mut missing = ceiling::exceeding(&op.actor, &[], rights);
    missing.extend(needed(op, action, target));
    if to_oneself {
        missing.extend(ceiling::lent_to_oneself(&op.actor, rights));
    }
    missing
}

/// The action, if the actor with its token does not hold it on that user.
fn held(op: &WriteOp<'_>, action: Action, user: Id) -> Result<Option<Missing>> {
    Ok(needed(op, action, op.target(action, ObjectKind::User, user)?))
}

/// The action, if the actor with its token does not hold it there.
fn needed(op: &WriteOp<'_>, action: Action, target: Target) -> Option<Missing> {
    let is_held = op.decide(action, target).allowed;
    (!is_held).then(|| lacking(action))
}

fn lacking(action: Action) -> Missing {
    Missing { what: format!("it takes `{action}`"), who: "whoever holds that" }
}
