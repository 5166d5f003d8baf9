//! Who runs a command: the actor of a session or of a token (SESS-1, SESS-2).

use super::credential;
use super::op::Op;
use crate::domain::user::ChangeDue;
use crate::domain::{Actor, Error, Kind, Result, Secret, Settings, Time};
use crate::store::{self, Conn, Tx};

/// The actor of a session, which a password opened.
pub fn person<'c>(conn: &'c Conn, settings: Settings, now: Time, token: &Secret) -> Result<Op<'c>> {
    let found = store::session::resolve(conn, &credential::token_hash(token))?;
    let (mut actor, session) = found.ok_or_else(session_expired)?;
    if session.last_seen_at < settings.idle_cutoff(now) {
        return Err(session_expired());
    }
    note_expiry(conn, &settings, now, &mut actor)?;
    Ok(Op {
        conn,
        actor,
        settings,
        now,
        seen_at: Some(session.last_seen_at),
        session: Some(session),
        client_address: String::new(),
        audience: None,
        then: None,
    })
}

/// A password that has expired must be changed before anything else (PASS-1).
pub fn note_expiry(conn: &Conn, settings: &Settings, now: Time, actor: &mut Actor) -> Result<()> {
    if settings.password_cutoff(now).is_some() && actor.password_change.is_none() {
        let since = store::password::expiring_since(conn, actor.id)?;
        let has_expired = since.is_some_and(|since| settings.has_expired(since, now));
        actor.password_change = has_expired.then_some(ChangeDue::Expired);
    }
    Ok(())
}

/// The actor of an api token, for which the state of a password does not matter (SESS-2).
pub fn program<'c>(conn: &'c Conn, settings: Settings, now: Time, token: &Secret) -> Result<Op<'c>> {
    let presented = store::api_token::resolve(conn, &credential::token_hash(token))?.ok_or_else(token_dead)?;
    if presented.expires_at.is_some_and(|end| now >= end) {
        return Err(token_dead());
    }
    let mut actor = presented.actor;
    actor.password_change = None;
    let seen_at = Some(presented.last_used_at.unwrap_or(Time(0)));
    Ok(Op {
        conn,
        actor,
        settings,
        now,
        seen_at,
        session: None,
        client_address: String::new(),
        audience: None,
        then: None,
    })
}

/// Whether the last use that was noted is long enough ago to note another.
pub fn is_stale(op: &Op<'_>) -> bool {
    op.seen_at.is_some_and(|seen| op.now.0 - seen.0 >= op.settings.seen_every())
}

/// Notes that the session or token was used, if that is worth a write.
pub fn note_use(tx: &Tx<'_>, op: &Op<'_>) -> Result<bool> {
    if !is_stale(op) {
        return Ok(false);
    }
    match (&op.session, &op.actor.token) {
        (Some(session), _) => store::session::touch(tx, session.id, op.now)?,
        (None, Some(token)) => store::api_token::touch(tx, token.id, op.now)?,
        (None, None) => return Ok(false),
    }
    Ok(true)
}

/// Nobody is signed in (SESS-1).
pub fn not_signed_in() -> Error {
    Error::new(Kind::NotSignedIn, "you are not signed in").rule("SESS-1").hint("provost login LOGIN")
}

fn token_dead() -> Error {
    Error::new(Kind::NotSignedIn, "the token is unknown, revoked or expired")
        .code("session-expired")
        .rule("SESS-2")
        .hint("ask a manager for a new one: `provost user token add LOGIN --name NAME`")
}

/// The client's address is none of the allowed ones (SESS-1).
pub fn address_refused(address: &str) -> Error {
    Error::new(Kind::NotSignedIn, format!("nobody signs in from `{address}` here"))
        .rule("SESS-1")
        .hint("a manager can allow it: `provost settings set signin.allowed_addresses=LIST`")
}

fn session_expired() -> Error {
    Error::new(Kind::NotSignedIn, "your session has ended")
        .code("session-expired")
        .rule("SESS-1")
        .hint("provost login LOGIN")
}
