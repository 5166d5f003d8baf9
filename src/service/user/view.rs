//! Listing and showing users.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::record::User;
use crate::domain::{Action, Id, ObjectKind, Result};
use crate::domain::{Moment, Tense};
use crate::service::Op;
use crate::service::listing::{self, Request, Sink};
use crate::service::narrow::Names;
use crate::store;
use crate::store::engine::Until;

/// One user, under its noun.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UserBody {
    /// The user as it is now.
    pub user: User,
}

impl UserBody {
    /// A user as the actor may see it.
    pub fn of(op: &Op<'_>, id: Id) -> Result<Self> {
        Ok(Self { user: narrowed(op, &Names::of(op), store::user::find(op.conn, id)?)? })
    }
}

/// The same of those whom nobody has seen since; who never signed in counts from the day the account was made.
pub fn list_dormant(op: &Op<'_>, since: Moment, request: &Request, sink: Sink<'_, User>) -> Result<()> {
    let since = since.first(&op.here()?, Tense::Past)?;
    let dormant = Request { also: vec![store::user::unseen_since(since)], ..request.clone() };
    list(op, &dormant, sink)?;
    request.notices.borrow_mut().extend(dormant.notices.take());
    Ok(())
}

/// Each user the actor may view, by login.
pub fn list(op: &Op<'_>, request: &Request, sink: Sink<'_, User>) -> Result<()> {
    let names = Names::of(op);
    listing::each(op, request, sink, |selection, sink| {
        store::user::list(op.conn, &op.actor, op.reach(Action::UserView)?, selection, |user| {
            sink(narrowed(op, &names, user)?)
        })
    })
}

/// One user, and what its tags cover (SCOPE-4).
#[derive(Debug, Serialize, JsonSchema)]
pub struct UserDetail {
    /// The user.
    #[serde(flatten)]
    pub user: User,
    /// The tags in its scope and all below them.
    pub tag_scope_covers: Vec<String>,
}

pub fn show(op: &Op<'_>, login: &str) -> Result<UserDetail> {
    let user = op.find(ObjectKind::User, login)?;
    op.conn.foresee(
        Until::AnyWrite,
        &[&|conn| store::tag_scope::covered(conn, user.id).map(drop), &|conn| {
            store::user::find(conn, user.id).map(drop)
        }],
    )?;
    let tag_scope_covers = store::tag_scope::covered(op.conn, user.id)?;
    Ok(UserDetail { user: UserBody::of(op, user.id)?.user, tag_scope_covers })
}

/// One's own groups and projects one always sees.
fn narrowed(op: &Op<'_>, names: &Names<'_>, mut user: User) -> Result<User> {
    if user.id == op.actor.id {
        names.of_own_account(&mut user)?;
        return Ok(user);
    }
    names.groups(&mut user.asset_groups)?;
    names.user_groups(&mut user.groups)?;
    names.projects(&mut user.projects)?;
    Ok(user)
}
