//! Who is signed in, and how.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::Result;
use crate::domain::record::{Session, User};
use crate::service::Op;
use crate::store;
use crate::store::engine::Until;

/// Who is signed in.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WhoAmI {
    /// The user, with the usual keys.
    #[serde(flatten)]
    pub user: User,
    /// The organisation.
    pub subscription: String,
    /// The session; none for a token.
    pub session: Option<Session>,
    /// The actions that the token in use is narrowed to.
    pub token_allow: Option<Vec<String>>,
}

/// Who is signed in, and how.
pub fn whoami(op: &Op<'_>) -> Result<WhoAmI> {
    op.conn.foresee(
        Until::AnyWrite,
        &[&|conn| store::user::find(conn, op.actor.id).map(drop), &|conn| store::subscription::find(conn).map(drop)],
    )?;
    Ok(WhoAmI {
        user: store::user::find(op.conn, op.actor.id)?,
        subscription: store::subscription::find(op.conn)?.name,
        session: op.session.clone(),
        token_allow: op.actor.narrowed_to().map(|allow| allow.iter().map(ToString::to_string).collect()),
    })
}
