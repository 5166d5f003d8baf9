//! Tokens of api-only users (SESS-2).

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::record::{ApiToken, User};
use crate::domain::text::{key, printable, quoted};
use crate::domain::words::nearest;
use crate::domain::{Action, Error, Name, Named, ObjectKind, ObjectRef, Result, Role, Secret, Time};
use crate::domain::{Moment, Tense};
use crate::service::credential::token_hash;
use crate::service::listing::{self, Sink};
use crate::service::{Op, WriteOp};
use crate::store;

/// The new token.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TokenBody {
    /// The token itself, shown once.
    pub token: String,
    /// What is known of it.
    pub api_token: ApiToken,
}

/// A token that is gone.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RevokeBody {
    /// What was known of it.
    pub api_token: ApiToken,
}

/// What is known of the new token.
pub struct Request<'a> {
    /// Whose it is to be.
    pub login: &'a str,
    /// Its name, unique among the user's.
    pub name: &'a Name,
    /// The actions it is narrowed to; none: all of its owner's.
    pub allow: &'a [Action],
    /// When it expires, as typed.
    pub expires: Option<Moment>,
    /// The token itself, made before any lock.
    pub secret: &'a Secret,
}

/// Makes a token.
///
/// # Errors
/// `conflict` if the user is not api-only, or has a token of that name; `not-permitted` by ROLE-6, ROLE-7, SESS-2.
pub fn add(op: &mut WriteOp<'_>, request: &Request<'_>) -> Result<TokenBody> {
    op.refuse_token("makes tokens")?;
    let (object, user) = target(op, request.login)?;
    let name = request.name;
    if store::api_token::of_user(op.conn, user.id)?.iter().any(|token| key(&token.name) == name.key()) {
        return Err(Error::conflict("SESS-2", format!("`{}` has a token `{name}` already", user.login))
            .code("already-exists")
            .hint(format!("revoke it first: `provost user token revoke {} {}`", user.login, quoted(name))));
    }
    let expires_at = request.expires.map(|at| future(op, at)).transpose()?;
    let allow = Some(request.allow).filter(|allow| !allow.is_empty());
    let hash = token_hash(request.secret);
    let by = Named { id: op.actor.id, name: op.actor.login.clone() };
    let id = store::api_token::insert(op.tx(), &hash, user.id, name, allow, op.now, &by, expires_at)?;
    op.journal.change(&object, "token", serde_json::Value::Null, name.as_str().into());
    op.journal.unit.clone_from(&user.unit);
    op.say("make", "made", format!("the token `{name}` for `{}`", user.login));
    Ok(TokenBody { token: request.secret.expose().to_owned(), api_token: store::api_token::find(op.conn, id)? })
}

/// The tokens of a user, or of all within reach that the actor may handle, by user and name.
pub fn list(op: &Op<'_>, login: Option<&str>, request: &listing::Request, sink: Sink<'_, ApiToken>) -> Result<()> {
    let of = login.map(|login| op.find(ObjectKind::User, login)).transpose()?;
    if let Some(user) = &of {
        op.covered(Action::UserToken, user)?;
    }
    let reach = op.reach(Action::UserToken)?;
    let mut handled: HashMap<String, bool> = HashMap::new();
    listing::each_shown(op, request, sink, |selection, sink| {
        store::api_token::list(op.conn, &op.actor, reach, selection, |token| {
            if of.as_ref().is_some_and(|user| user.name != token.login) {
                return Ok(());
            }
            let is_handled = match handled.get(&token.login) {
                Some(known) => *known,
                None => {
                    let user = op.find(ObjectKind::User, &token.login)?;
                    let is_handled = op.covered(Action::UserToken, &user).is_ok();
                    handled.insert(token.login.clone(), is_handled);
                    is_handled
                }
            };
            if is_handled { sink(token) } else { Ok(()) }
        })
    })
}

/// Revokes a token: it is dead from now on.
///
/// # Errors
/// `not-found` if the user has none of that name; `not-permitted` by ROLE-6 and ROLE-7.
pub fn revoke(op: &mut WriteOp<'_>, login: &str, name: &str) -> Result<RevokeBody> {
    let (object, user) = target(op, login)?;
    let tokens = store::api_token::of_user(op.conn, user.id)?;
    let token = tokens.iter().find(|token| key(&token.name) == key(name)).cloned().ok_or_else(|| {
        let near = nearest(name, tokens.iter().map(|token| token.name.as_str()));
        Error::not_found(format!("`{}` has no token `{}`", user.login, printable(name)))
            .rule("SESS-2")
            .hint_maybe(near.map(|near| format!("did you mean `{near}`?")))
            .hint(format!("provost user token list {}", user.login))
    })?;
    store::api_token::delete(op.tx(), token.id)?;
    op.journal.change(&object, "token", token.name.as_str().into(), serde_json::Value::Null);
    op.journal.unit.clone_from(&user.unit);
    op.say("revoke", "revoked", format!("the token `{}` of `{}`", token.name, user.login));
    Ok(RevokeBody { api_token: token })
}

fn target(op: &Op<'_>, login: &str) -> Result<(ObjectRef, User)> {
    let object = op.find(ObjectKind::User, login)?;
    let user = op.covered(Action::UserToken, &object)?;
    if !user.api_only || user.role == Role::Contact {
        return Err(Error::conflict(
            "SESS-2",
            format!("`{}` is no api-only user, and only those have tokens", user.login),
        )
        .hint("make a user for the program: `provost user add LOGIN --api-only`"));
    }
    Ok((object, user))
}

/// A point in time to come; a day up to its end.
fn future(op: &Op<'_>, moment: Moment) -> Result<Time> {
    let at = moment.last(&op.here()?, Tense::Future)?;
    if at > op.now {
        return Ok(at);
    }
    Err(Error::invalid(format!("{at} has passed already"))
        .rule("SESS-2")
        .hint("give a time to come: `--expires 90d`, or `--expires 2030-01-31`"))
}
