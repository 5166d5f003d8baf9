//! Sessions: one's own, and those of others (SESS-1, ACCT-1).

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::record::Session;
use crate::domain::text::printable;
use crate::domain::{Action, Error, Id, ObjectKind, ObjectRef, Result};
use crate::service::{Op, WriteOp};
use crate::store;

/// How many sessions ended.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SignOutBody {
    /// The user.
    pub login: String,
    /// Those that ended.
    pub sessions: Vec<Session>,
}

/// The open sessions of the actor, the last used first.
pub fn own(op: &Op<'_>) -> Result<Vec<Session>> {
    open_sessions(op, op.actor.id)
}

/// The open sessions of a user, the last used first.
pub fn list(op: &Op<'_>, login: &str) -> Result<Vec<Session>> {
    let object = op.find(ObjectKind::User, login)?;
    op.covered(Action::UserSessions, &object)?;
    open_sessions(op, object.id)
}

fn open_sessions(op: &Op<'_>, user: Id) -> Result<Vec<Session>> {
    let current = op.session.as_ref().map(|session| session.id);
    store::session::of_user(op.conn, user, op.settings.idle_cutoff(op.now), current)
}

/// Signs the actor out elsewhere: the named sessions, or all but the present one.
///
/// # Errors
/// `not-found` for a session that is not open.
pub fn sign_out_own(op: &mut WriteOp<'_>, named: &[String]) -> Result<SignOutBody> {
    let oneself = ObjectRef::new(ObjectKind::User, op.actor.id, op.actor.login.clone());
    let mut sessions = own(op)?;
    if named.is_empty() {
        sessions.retain(|session| !session.current);
    }
    end(op, &oneself, sessions, named)
}

/// Signs a user out: the named sessions, or all.
///
/// # Errors
/// `not-found` for a session that is not open; `not-permitted` by ROLE-6 and ROLE-7.
pub fn sign_out(op: &mut WriteOp<'_>, login: &str, named: &[String]) -> Result<SignOutBody> {
    let object = op.find(ObjectKind::User, login)?;
    let user = op.covered(Action::UserSessions, &object)?;
    op.journal.unit.clone_from(&user.unit);
    let sessions = open_sessions(op, object.id)?;
    end(op, &object, sessions, named)
}

fn end(op: &mut WriteOp<'_>, user: &ObjectRef, open: Vec<Session>, named: &[String]) -> Result<SignOutBody> {
    let listed_by = if user.id == op.actor.id {
        "provost account activity".to_owned()
    } else {
        format!("provost user sessions {}", user.name)
    };
    let sessions = if named.is_empty() { open } else { chosen(open, named, &listed_by)? };
    for session in &sessions {
        store::session::delete(op.tx(), session.id)?;
        op.journal.change(user, "session", session.id.into(), serde_json::Value::Null);
    }
    let noun = if sessions.len() == 1 { "session" } else { "sessions" };
    op.say("end", "ended", format!("{} {noun} of `{}`", sessions.len(), user.name));
    Ok(SignOutBody { login: user.name.clone(), sessions })
}

/// The named ones among the open sessions.
fn chosen(open: Vec<Session>, named: &[String], listed_by: &str) -> Result<Vec<Session>> {
    let mut ids = Vec::with_capacity(named.len());
    for name in named {
        let id = name.trim().trim_start_matches("id:").parse::<Id>().ok();
        let id = id.filter(|id| open.iter().any(|session| session.id == *id)).ok_or_else(|| {
            Error::not_found(format!("there is no open session `{}`", printable(name))).rule("SESS-1").hint(listed_by)
        })?;
        ids.push(id);
    }
    Ok(open.into_iter().filter(|session| ids.contains(&session.id)).collect())
}
