//! Changing a user's role, which may be a move between units (UNIT-3, MOVE-1, MOVE-10).

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::moving::{Answers, check_mode};
use crate::domain::record::User;
use crate::domain::roles::UnitNeed;
use crate::domain::{Action, Error, Mode, ObjectKind, ObjectRef, Result, Role};
use crate::service::WriteOp;
use crate::service::moving::{self, MoveReport, Moving, Party, UnitGain};
use crate::service::user::becoming::{self, check_unit_need};
use crate::service::user::view::UserBody;
use crate::store;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
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
        moving::contact::refuse_needless(request.primary_contact.as_deref())?;
        becoming::settle(op, &object, &before, after)?;
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
    match request.role.misplaced(unit.is_some()) {
        Some(why) => Err(Error::usage(why)
            .rule("UNIT-3")
            .hint(format!("name it: `provost user role {} unit-manager --bu UNIT`", before.login))),
        None => Ok(unit),
    }
}
