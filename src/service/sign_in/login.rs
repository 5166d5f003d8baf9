//! Signing in (SESS-1).

use schemars::JsonSchema;
use serde::Serialize;

use super::attempt::{self, Candidate};
use crate::domain::record::{Session, User};
use crate::domain::user::ChangeDue;
use crate::domain::{Action, Error, Id, Key, Kind, Result, Role, Secret, Settings, Status, Time};
use crate::service::App;
use crate::service::app::{Done, conclude};
use crate::service::credential::{hash, is_outdated, new_token, token_hash};
use crate::service::identity::address_refused;
use crate::service::journal::Sentence;
use crate::service::password::{self, Choice, Due, Made, SetBy};
use crate::store::{self, Conn, OpenMode, Tx};

/// Who signed in.
#[derive(Debug, Serialize, JsonSchema)]
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

/// Signs in. `new_password` is asked for a new password if a change is due; it is told why, and whether one may be chosen.
///
/// # Errors
/// `not-signed-in`: the same words for an unknown login and a wrong password; `password-change-required`
/// if there is no new password.
pub fn login(
    app: &App<'_>,
    attempt: &Attempt,
    new_password: &mut dyn FnMut(ChangeDue, Due<'_>) -> Result<Choice>,
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
    let result = admit(app, &conn, &settings, &candidate.user, attempt)
        .and_then(|()| renewed(app, &conn, &settings, &candidate, attempt, new_password))
        .and_then(|renewed| open_session(app, &conn, &candidate, attempt, renewed));
    if let Err(error) = &result
        && !matches!(error.kind, Kind::Interrupted | Kind::Busy)
    {
        attempt::note_refusal(app, &conn, Action::Login, known, error)?;
    }
    result
}

/// What is stored anew with a sign-in: a password whose change is due, or the same one hashed more strongly.
enum Renewed {
    Nothing,
    Password(Made),
    Hash(String),
}

fn renewed(
    app: &App<'_>,
    conn: &Conn,
    settings: &Settings,
    candidate: &Candidate,
    attempt: &Attempt,
    new_password: &mut dyn FnMut(ChangeDue, Due<'_>) -> Result<Choice>,
) -> Result<Renewed> {
    let user = &candidate.user;
    if let Some(due) = password::change_due(user, candidate.password.as_ref(), settings, app.clock.now()) {
        let mut ask = |password: Due<'_>| match new_password(due, password)? {
            Choice::Missing if settings.is_on(Key::PasswordUserDefined) => Err(due
                .error()
                .hint(format!("sign in at a terminal: `provost login {}`", user.login))
                .hint("or give the new password on a second line of `--password-stdin`")),
            choice => Ok(choice),
        };
        return password::make(conn, settings, user, &mut ask, app.random).map(Renewed::Password);
    }
    match &candidate.password {
        Some(old) if is_outdated(&old.phc) => hash(&attempt.password, app.random).map(Renewed::Hash),
        _ => Ok(Renewed::Nothing),
    }
}

/// What stands in the way of somebody with the right password.
fn admit(app: &App<'_>, conn: &Conn, settings: &Settings, user: &User, attempt: &Attempt) -> Result<()> {
    if let Err(closed) = user.status.sign_in() {
        return Err(way_back(conn, user, closed)?);
    }
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

/// The last manager has nobody to ask, but the file it owns (PASS-8).
fn way_back(conn: &Conn, user: &User, closed: Error) -> Result<Error> {
    let is_alone = user.role == Role::Manager
        && user.status == Status::Locked
        && !store::user::has_other_active_manager(conn, user.id)?;
    Ok(if is_alone {
        closed.hint(format!("no other manager is active; whoever owns the file types `provost recover {}`", user.login))
    } else {
        closed
    })
}

fn open_session(
    app: &App<'_>,
    conn: &Conn,
    candidate: &Candidate,
    attempt: &Attempt,
    renewed: Renewed,
) -> Result<Done<LoginBody>> {
    let token = new_token(app.random)?;
    let tx = conn.begin_write()?;
    let now = app.clock.now();
    let settings = store::setting::all(&tx)?;
    let candidate = candidate.again(&tx)?;
    let user = &candidate.user;
    admit(app, &tx, &settings, user, attempt)?;
    let mut rest = format!("`{}`", user.login);
    let mut generated = None;
    match renewed {
        Renewed::Nothing => {}
        Renewed::Hash(phc) => store::password::rehash(&tx, user.id, &phc)?,
        Renewed::Password(made) => {
            password::set(&tx, now, &settings, user, &made.password, &SetBy::Oneself, None)?;
            rest.push_str(" with a new password");
            generated = made.generated.map(|secret| secret.expose().to_owned());
        }
    }
    let session = start(app, &tx, &settings, user.id, now, &token)?;
    let journal = attempt::journal_of(user, Sentence::new("sign in", "signed in", rest));
    let body = LoginBody { user: store::user::find(&tx, user.id)?, session, password: generated };
    let subscription = store::subscription::id(&tx)?;
    let done = conclude(app, tx, Action::Login, Some(user.id), journal, body)?;
    app.keyring.keep(&subscription, &token).map_err(|error| take_back(conn, done.body.session.id, error))?;
    Ok(done)
}

/// Ends a session whose token could not be kept: nobody holds it. That it could not be kept is what there is to say,
/// whether or not the session could be ended at once; it ends by itself when it is idle for long.
fn take_back(conn: &Conn, session: Id, error: Error) -> Error {
    let _ = conn.begin_write().and_then(|tx| {
        store::session::delete(&tx, session)?;
        tx.commit()
    });
    error
}

/// Opens a session for a user who proved its identity; ended ones are cleared away.
pub fn start(app: &App<'_>, tx: &Tx<'_>, settings: &Settings, user: Id, now: Time, token: &Secret) -> Result<Session> {
    store::session::delete_idle(tx, Some(user), settings.idle_cutoff(now))?;
    store::user::signed_in(tx, user, now)?;
    let hash = token_hash(token);
    store::session::insert(tx, &hash, user, now, &app.client.address, &app.client.program)?;
    let found = store::session::resolve(tx, &hash)?;
    found.map(|(_, session)| session).ok_or_else(|| Error::internal("the new session is not there"))
}
