//! Signing in (SESS-1).

use serde::Serialize;

use super::attempt::{self, Candidate};
use crate::domain::log::Outcome;
use crate::domain::record::{Session, User};
use crate::domain::{Action, Error, Id, Kind, Result, Secret, Settings, Time};
use crate::service::App;
use crate::service::app::{Done, Run, address_refused, done};
use crate::service::credential::{hash, is_outdated, new_token, token_hash};
use crate::service::journal::Sentence;
use crate::service::password::{self, Choice, Made, SetBy};
use crate::store::{self, Conn, OpenMode, Tx};

/// Who signed in.
#[derive(Debug, Serialize)]
pub struct LoginBody {
    /// The user.
    pub user: User,
    /// The session that was opened.
    pub session: Session,
    /// The new password, if a change was due and passwords are generated (PASS-1).
    pub password: Option<String>,
}

/// How somebody tries to sign in.
pub struct Attempt {
    /// The name given.
    pub login: String,
    /// The password given.
    pub password: Secret,
    /// Whether it was typed at a prompt.
    pub prompted: bool,
}

/// Signs in. `new_password` is asked for a new password if a change is due; it is told whether one may be chosen.
///
/// # Errors
/// `not-signed-in`: the same words for an unknown login and a wrong password; `password-change-required`
/// if there is no new password.
pub fn login(
    app: &App<'_>,
    attempt: &Attempt,
    new_password: impl FnOnce(&Settings) -> Result<Choice>,
) -> Result<Done<LoginBody>> {
    let conn = app.open(OpenMode::Write)?;
    let settings = store::setting::all(&conn)?;
    let candidate = attempt::candidate(&conn, &attempt.login)?;
    let right = attempt::is_right(candidate.as_ref(), &attempt.password)?;
    let known = candidate.as_ref().map(|candidate| candidate.user.id);
    let Some(candidate) = candidate.filter(|_| right) else {
        attempt::fail(app, &conn, Action::Login, known, &settings)?;
        return Err(attempt::wrong_credentials());
    };
    if let Err(error) = admit(app, &settings, &candidate, attempt) {
        attempt::note_refusal(app, &conn, Action::Login, known, &error)?;
        return Err(error);
    }
    let due = password::is_change_due(&candidate.user, candidate.password.as_ref(), &settings, app.clock.now());
    let changed = match due {
        true => Some(password::make(&conn, &settings, &candidate.user, new_password(&settings)?, app.random)?),
        false => None,
    };
    let rehashed = match &candidate.password {
        Some(old) if !due && is_outdated(&old.phc) => Some(hash(&attempt.password, app.random)?),
        _ => None,
    };
    open_session(app, &conn, &settings, &candidate, changed, rehashed.as_deref())
}

/// What stands in the way of somebody with the right password.
fn admit(app: &App<'_>, settings: &Settings, candidate: &Candidate, attempt: &Attempt) -> Result<()> {
    let user = &candidate.user;
    user.status.sign_in()?;
    if !settings.allows_address(&app.client.address) {
        return Err(address_refused(&app.client.address));
    }
    if user.api_only && attempt.prompted {
        return Err(Error::new(Kind::NotSignedIn, "an api-only user does not sign in at a prompt")
            .rule("SESS-2")
            .hint(format!("provost login {} --password-file FILE", user.login)));
    }
    Ok(())
}

fn open_session(
    app: &App<'_>,
    conn: &Conn,
    settings: &Settings,
    candidate: &Candidate,
    changed: Option<Made>,
    rehashed: Option<&str>,
) -> Result<Done<LoginBody>> {
    let token = new_token(app.random)?;
    let tx = conn.begin_write()?;
    let now = app.clock.now();
    let user = &candidate.user;
    if store::password::find(&tx, user.id)? != candidate.password {
        return Err(attempt::wrong_credentials());
    }
    if let Some(made) = &changed {
        password::set(&tx, now, settings, user, &made.password, &SetBy::Oneself, None)?;
    }
    if let Some(phc) = rehashed {
        store::password::rehash(&tx, user.id, phc)?;
    }
    let session = start(app, &tx, settings, user.id, now, &token)?;
    let sentence = match changed {
        Some(_) => Sentence::new("sign in", "signed in", format!("`{}` with a new password", user.login)),
        None => Sentence::new("sign in", "signed in", format!("`{}`", user.login)),
    };
    let journal = attempt::journal_of(user, sentence);
    let entry =
        attempt::note(app, &tx, Action::Login, Some(user.id), Outcome::Done, journal.sentence.text(false), &journal)?;
    let body = LoginBody {
        user: store::user::find(&tx, user.id)?,
        session,
        password: changed.and_then(|made| made.generated).map(|secret| secret.expose().to_owned()),
    };
    let subscription = store::subscription::id(&tx)?;
    tx.commit()?;
    app.keyring.keep(&subscription, &token)?;
    Ok(done(Action::Login, Run::Real, Some(entry), journal, body))
}

/// Opens a session for a user who proved its identity; ended ones are cleared away.
pub fn start(app: &App<'_>, tx: &Tx<'_>, settings: &Settings, user: Id, now: Time, token: &Secret) -> Result<Session> {
    store::session::delete_idle(tx, user, settings.idle_cutoff(now))?;
    store::user::signed_in(tx, user, now)?;
    let hash = token_hash(token);
    store::session::insert(tx, &hash, user, now, &app.client.address, &app.client.program)?;
    let found = store::session::resolve(tx, &hash)?;
    found.map(|(_, session)| session).ok_or_else(|| Error::internal("the new session is not there"))
}
