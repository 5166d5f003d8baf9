//! Getting a manager back in: for whoever owns the database file on this machine (PASS-8, LOG-4).

use schemars::JsonSchema;
use serde::Serialize;

use super::attempt;
use crate::domain::link::{LinkEnd, LinkKind};
use crate::domain::record::User;
use crate::domain::text::key;
use crate::domain::{Action, Error, Kind, ObjectKind, ObjectRef, Result, Role, Secret, Status, Time};
use crate::service::app::{Done, conclude};
use crate::service::credential::{new_token, token_hash};
use crate::service::journal::Sentence;
use crate::service::{App, link};
use crate::store::{self, Conn, OpenMode};

/// Who was helped back in.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RecoverBody {
    /// The user's login.
    pub login: String,
    /// Whether the account was locked.
    pub unlocked: bool,
    /// The one-time token of the reset, shown once.
    pub token: String,
    /// Until when it works.
    pub expires_at: Time,
}

/// Who would be recovered: the named manager, or the primary contact of the subscription.
///
/// # Errors
/// `not-found` for an unknown login; `conflict` if it is no manager, or inactive.
pub fn candidate(app: &App<'_>, login: Option<&str>) -> Result<User> {
    let conn = app.open(OpenMode::Write)?;
    let found = find(&conn, login);
    // An unknown login is never written down (LOG-1).
    if let Some(error) = found.as_ref().err().filter(|error| error.kind == Kind::Conflict) {
        attempt::note_refusal(app, &conn, Action::Recover, None, error)?;
    }
    found
}

fn find(conn: &Conn, login: Option<&str>) -> Result<User> {
    let id = match login {
        None => store::subscription::find(conn)?.primary_contact.id,
        Some(login) => store::naming::by_key(conn, ObjectKind::User, &key(login))?
            .first()
            .map(|user| user.id)
            .ok_or_else(|| {
                Error::not_found(format!("there is no user `{}`", crate::domain::text::printable(login)))
                    .rule("PASS-8")
                    .hint("leave the login out: the primary contact is recovered")
            })?,
    };
    let user = store::user::find(conn, id)?;
    let problem = match (user.role, user.status) {
        (Role::Manager, Status::Inactive) => "is deactivated",
        (Role::Manager, _) if user.api_only => "is api-only",
        (Role::Manager, _) => return Ok(user),
        _ => "is no manager",
    };
    Err(Error::conflict("PASS-8", format!("`{}` {problem}, and `recover` is for managers who can sign in", user.login))
        .hint("name a manager: `provost recover LOGIN`, or leave the login out for the primary contact"))
}

/// Unlocks a manager and makes a reset of its password; `os_user` is who ran the command, and leaves a mark in
/// the log.
pub fn recover(app: &App<'_>, login: Option<&str>, os_user: &str) -> Result<Done<RecoverBody>> {
    let token: Secret = new_token(app.random)?;
    let conn = app.open(OpenMode::Write)?;
    let settings = store::setting::all(&conn)?;
    let tx = conn.begin_write()?;
    let now = app.clock.now();
    let user = find(&tx, login)?;
    let status = if user.status == Status::Locked {
        user.status.activated(true, user.last_login_at.is_some())
    } else {
        user.status
    };
    store::user::set_failures(&tx, user.id, 0, status)?;
    link::end(&tx, user.id, LinkEnd::Superseded)?;
    let expires_at = settings.link_end(now);
    store::link::forget_old(&tx, user.id, now)?;
    store::link::insert(&tx, &token_hash(&token), user.id, LinkKind::PasswordReset, now, expires_at)?;
    let rest = format!("`{}` on this machine, as the operating-system user `{os_user}`", user.login);
    let mut journal = attempt::journal_of(&user, Sentence::new("recover", "recovered", rest));
    if status != user.status {
        let object = ObjectRef::new(ObjectKind::User, user.id, user.login.clone());
        journal.change(&object, "status", user.status.as_str().into(), status.as_str().into());
    }
    journal.notices.push("give the token to `provost redeem`, which asks for a new password".to_owned());
    let body = RecoverBody {
        unlocked: status != user.status,
        login: user.login,
        token: token.expose().to_owned(),
        expires_at,
    };
    conclude(app, tx, Action::Recover, None, journal, body)
}
