//! Everybody who may do something (ACC-3).

use schemars::JsonSchema;
use serde::Serialize;

use super::question::{self, Asked};
use super::subject::{settle, verdict};
use crate::domain::matrix::Reach;
use crate::domain::{Action, Result};
use crate::service::Op;
use crate::store;

/// Somebody who may.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Holder {
    /// Who.
    pub login: String,
    /// How far the action is held.
    pub reach: Reach,
    /// The deciding source.
    pub via: String,
}

/// Each user who may do it, of those the actor may view, by login; whether these are all is told apart.
///
/// # Errors
/// `not-found` for an action or object that is unknown.
pub fn who(op: &Op<'_>, action: &str, object: Option<&str>, sink: &mut dyn FnMut(Holder) -> Result<()>) -> Result<()> {
    let action = question::action(action)?;
    let asked = question::object(op, action, object)?;
    let mut subject = op.on_behalf(op.actor.clone());
    store::user::actors(op.conn, &op.actor, op.reach(Action::UserView)?, |mut actor| {
        settle(op, &mut actor)?;
        subject.actor = actor;
        match holder(&subject, action, &asked)? {
            Some(holder) => sink(holder),
            None => Ok(()),
        }
    })
}

fn holder(subject: &Op<'_>, action: Action, asked: &Asked) -> Result<Option<Holder>> {
    let decision = verdict(subject, action, asked)?;
    Ok(decision.deciding().map(|path| Holder {
        login: subject.actor.login.clone(),
        reach: path.reach,
        via: path.via.to_string(),
    }))
}

/// Whether the answer leaves out users whom the actor may not view.
///
/// # Errors
/// `not-permitted` if the actor may view nobody.
pub fn is_narrowed(op: &Op<'_>) -> Result<bool> {
    Ok(op.reach(Action::UserView)? != Reach::All)
}
