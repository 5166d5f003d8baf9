//! Listing and showing users.

use serde::Serialize;

use crate::domain::record::User;
use crate::domain::{Action, ObjectKind, Result};
use crate::service::Op;
use crate::store;

/// One user, under its noun.
#[derive(Debug, Serialize)]
pub struct UserBody {
    /// The user as it is now.
    pub user: User,
}

/// Each user the actor may view, by login.
pub fn list(op: &Op<'_>, sink: &mut dyn FnMut(User) -> Result<()>) -> Result<()> {
    store::user::list(op.conn, &op.actor, op.reach(Action::UserView)?, sink)
}

/// One user.
pub fn show(op: &Op<'_>, login: &str) -> Result<User> {
    let user = op.find(ObjectKind::User, login)?;
    store::user::find(op.conn, user.id)
}
