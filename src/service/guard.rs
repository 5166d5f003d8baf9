//! The guard at the door (ROLE-10): at the end of each operation, whatever anybody gained is compared with what its
//! actor, with this token, may hand out. It works from what was written, whichever verb wrote it.

use std::collections::HashSet;

use crate::domain::access::Missing;
use crate::domain::ceiling::{self, Right};
use crate::domain::grant::{Grant, Standing};
use crate::domain::roles::ProjectRole;
use crate::domain::{Action, Id, Level, ObjectKind, ObjectRef, Result, Target};
use crate::service::WriteOp;
use crate::store;

/// Judges whatever the operation has given since it was last asked.
///
/// # Errors
/// `not-permitted` by ROLE-10, with everything that is too much; nothing is written then.
pub fn check(op: &WriteOp<'_>) -> Result<()> {
    let (mut missing, mut filled) = (Vec::new(), HashSet::new());
    for grant in op.tx().take_grants() {
        match grant {
            Grant::Account { user, before, after } => missing.extend(account(op, user, before, after)?),
            Grant::Permission { user, permission } => {
                missing.extend(held(op, Action::UserGrant, user)?);
                missing.extend(beyond(op, Right::Permission(permission)));
            }
            // Whoever fills a group with many is asked once.
            Grant::Membership { group } if filled.insert(group) => missing.extend(membership(op, group)?),
            Grant::Membership { .. } => {}
            Grant::GroupLevel { is_new, level, .. } => {
                let action = if is_new { Action::GroupAdd } else { Action::GroupEdit };
                missing.extend(needed(op, action, Target::default()));
                missing.extend(beyond(op, Right::Level(level)));
            }
            Grant::ProjectRole { project, role } => {
                missing.extend(needed(op, Action::ProjectAssign, Target::project(project, false)));
                missing.extend(project_role(op, project, role)?);
            }
        }
    }
    if missing.is_empty() { Ok(()) } else { Err(ceiling::refusal_to_lend(&ceiling::once(missing))) }
}

/// What the row of an account gave: role, level and monitoring role; of one that comes back, all that it holds.
fn account(op: &WriteOp<'_>, user: Id, before: Option<Standing>, after: Standing) -> Result<Vec<Missing>> {
    if before.is_some_and(|before| before.is_inactive) && !after.is_inactive {
        return brought_back(op, user);
    }
    let (held_before, held_after) = (before.map(Standing::privileges), after.privileges());
    if user == op.actor.id {
        return Ok(held_before.map(|before| ceiling::raising(&before, &held_after)).unwrap_or_default());
    }
    let gained = ceiling::gained(held_before.as_ref(), &held_after);
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

/// A place in a group gives whatever the group lends (ROLE-6).
fn membership(op: &WriteOp<'_>, group: Id) -> Result<Vec<Missing>> {
    let mut missing: Vec<Missing> = needed(op, Action::GroupAssign, Target::default()).into_iter().collect();
    if store::naming::by_id(op.conn, ObjectKind::Group, group)?.is_some() {
        missing.extend(op.exceeding_of_group(group)?);
    }
    Ok(missing)
}

/// A role in a project is lent by its admins (PRJ-2).
fn project_role(op: &WriteOp<'_>, project: Id, role: ProjectRole) -> Result<Vec<Missing>> {
    let Some(project) = store::naming::by_id(op.conn, ObjectKind::Project, project)? else { return Ok(Vec::new()) };
    Ok(beyond(op, Right::ProjectLent(project, role)))
}

/// What makes a right more than the actor has to give, wherever it is given.
fn beyond(op: &WriteOp<'_>, right: Right) -> Vec<Missing> {
    ceiling::exceeding(&op.actor, &[], &[right])
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
