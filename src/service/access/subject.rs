//! The user who is asked about, and the verdict on what it may do: the same that enforcement comes to (ACC-2).

use super::question::Asked;
use crate::domain::access::{Decision, Reason};
use crate::domain::text::key;
use crate::domain::{Action, Actor, Error, Id, ObjectKind, ObjectRef, Result, Role, Status, Target};
use crate::service::Op;
use crate::service::identity::note_expiry;
use crate::service::refusal::HIDDEN;
use crate::store;

/// Finds a user the actor may view, and takes its place.
///
/// # Errors
/// `not-found`.
pub fn stand_in<'o>(op: &'o Op<'_>, login: &str) -> Result<Op<'o>> {
    let user = find(op, login)?;
    Ok(Op { audience: Some(op.actor.clone()), then: op.then.clone(), ..op.on_behalf(signing_in(op, user.id)?) })
}

/// Finds the user who is asked about: oneself, whatever the token names; others only if it names the asking (SESS-2).
///
/// # Errors
/// `not-found`; `not-permitted` by SESS-2.
pub fn find(op: &Op<'_>, login: &str) -> Result<ObjectRef> {
    if key(login) == key(&op.actor.login) {
        return Ok(ObjectRef::new(ObjectKind::User, op.actor.id, op.actor.login.clone()));
    }
    if !op.actor.token_names(Action::AccessCheck) && !op.actor.token_names(Action::AccessExplain) {
        return Err(Error::not_permitted(
            "your token is narrowed to other actions: with it you ask about yourself alone",
        )
        .code("token-narrowed")
        .rule("SESS-2")
        .hint(format!("provost access check {} ACTION", op.actor.login)));
    }
    op.find(ObjectKind::User, login)
}

/// Groups lend rights under their names only to who may view them, or is in them.
fn hide_groups(op: &Op<'_>, actor: &mut Actor) {
    if actor.id == op.actor.id || op.require(Action::GroupView).is_ok() {
        return;
    }
    for group in &mut actor.groups {
        HIDDEN.clone_into(&mut group.name);
    }
    for group in actor.projects.iter_mut().filter_map(|entry| entry.group.as_mut()) {
        HIDDEN.clone_into(group);
    }
}

/// A user as it would be once signed in.
pub fn signing_in(op: &Op<'_>, user: Id) -> Result<Actor> {
    let mut actor = store::session::actor(op.conn, user)?;
    settle(op, &mut actor)?;
    Ok(actor)
}

/// Makes of a user what may be known of it: its groups under their names as far as they may be viewed. A password that
/// must be changed does not concern programs; one that has expired must be changed (PASS-1, SESS-2).
pub fn settle(op: &Op<'_>, actor: &mut Actor) -> Result<()> {
    hide_groups(op, actor);
    if actor.id == op.actor.id {
        // Whoever works with a token asks what it can do with that.
        actor.token.clone_from(&op.actor.token);
    }
    if actor.api_only {
        actor.password_change = None;
        return Ok(());
    }
    note_expiry(op.conn, &op.settings, op.now, actor)
}

/// Why an account cannot do anything at all.
pub fn barred(actor: &Actor) -> Option<Reason> {
    match actor.status {
        _ if actor.role == Role::Contact => Some(Reason::Contact),
        Status::Pending => Some(Reason::Pending),
        Status::Inactive => Some(Reason::Inactive),
        Status::Locked => Some(Reason::Locked),
        Status::Active => None,
    }
}

/// Whether the operation's actor may do it: its account first, then what enforcement says.
pub fn verdict(subject: &Op<'_>, action: Action, asked: &Asked) -> Result<Decision> {
    let mut decision = match asked {
        Asked::AtAll => subject.decide(action, Target::default()),
        Asked::Kind(kind) => subject.decide(action, Target::of_kind(*kind)),
        Asked::Object(object) => subject.verdict(action, object)?,
    };
    if let Some(reason) = barred(&subject.actor).filter(|_| !action.is_open()) {
        decision.allowed = false;
        decision.reason = reason;
    }
    Ok(decision)
}
