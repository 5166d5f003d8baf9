//! Signing in and out (SESS-1, PASS-3).

use serde::Serialize;

use super::app::{Done, Run, done};
use super::credential::{NewPassword, new_token, token_hash, verify};
use super::journal::{self, Author, Journal, Sentence};
use crate::domain::log::Outcome;
use crate::domain::record::{Session, User};
use crate::domain::{Action, Actor, Error, Id, Key, Kind, ObjectKind, ObjectRef, Result, Secret, Settings, Time};
use crate::service::{App, Op};
use crate::store::{self, Conn, OpenMode, Tx};

/// Who signed in.
#[derive(Debug, Serialize)]
pub struct LoginBody {
    /// The user.
    pub user: User,
    /// The session that was opened.
    pub session: Session,
}

/// Who is signed in.
#[derive(Debug, Serialize)]
pub struct WhoAmI {
    /// The user, with the usual keys.
    #[serde(flatten)]
    pub user: User,
    /// The organisation.
    pub subscription: String,
    /// The session.
    pub session: Option<Session>,
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

/// What is known about the name given.
struct Candidate {
    user: User,
    phc: Option<String>,
}

/// Signs in. `new_password` is asked for a new password if a change is forced.
///
/// # Errors
/// `not-signed-in`: the same words for an unknown login and a wrong password; `password-change-required`
/// if there is no new password.
pub fn login(
    app: &App<'_>,
    attempt: &Attempt,
    new_password: impl FnOnce() -> Result<Option<Secret>>,
) -> Result<Done<LoginBody>> {
    let conn = app.open(OpenMode::Write)?;
    let settings = store::setting::all(&conn)?;
    let candidate = candidate(&conn, &attempt.login)?;
    let phc = candidate.as_ref().and_then(|candidate| candidate.phc.as_deref());
    let right = verify(&attempt.password, phc)?;
    let known = candidate.as_ref().map(|candidate| candidate.user.id);
    let Some(candidate) = candidate.filter(|_| right) else {
        note_refusal(app, &conn, known, "sign-in refused: wrong login or password")?;
        return Err(wrong_credentials());
    };
    if let Err(error) = candidate.user.status.sign_in().and_then(|()| refuse_prompted_program(&candidate.user, attempt))
    {
        note_refusal(app, &conn, Some(candidate.user.id), &format!("sign-in refused: {}", error.message))?;
        return Err(error);
    }
    let changed = match candidate.user.must_change_password {
        true => Some(changed_password(app, &settings, &candidate, attempt, new_password()?)?),
        false => None,
    };
    open_session(app, &conn, &settings, &candidate, changed.as_deref())
}

fn candidate(conn: &Conn, login: &str) -> Result<Option<Candidate>> {
    let Some(found) = store::naming::by_key(conn, ObjectKind::User, login.trim())?.into_iter().next() else {
        return Ok(None);
    };
    Ok(Some(Candidate { user: store::user::find(conn, found.id)?, phc: store::password::find(conn, found.id)? }))
}

fn wrong_credentials() -> Error {
    Error::new(Kind::NotSignedIn, "wrong login or password")
        .code("wrong-credentials")
        .rule("PASS-3")
        .hint("provost login LOGIN")
}

/// Programs never sign in at a prompt (SESS-2).
fn refuse_prompted_program(user: &User, attempt: &Attempt) -> Result<()> {
    if user.api_only && attempt.prompted {
        return Err(Error::new(Kind::NotSignedIn, "an api-only user does not sign in at a prompt")
            .rule("SESS-2")
            .hint(format!("provost login {} --password-file FILE", user.login)));
    }
    Ok(())
}

fn changed_password(
    app: &App<'_>,
    settings: &Settings,
    candidate: &Candidate,
    attempt: &Attempt,
    new: Option<Secret>,
) -> Result<String> {
    let user = &candidate.user;
    let Some(new) = new else {
        return Err(Error::new(Kind::NotSignedIn, "the password must be changed before anything else")
            .code("password-change-required")
            .rule("USER-4")
            .hint(format!("sign in at a terminal: `provost login {}`", user.login))
            .hint("or give the new password on a second line of `--password-stdin`"));
    };
    if new.expose() == attempt.password.expose() {
        return Err(Error::invalid("the new password is the old one").rule("USER-4").hint("choose another"));
    }
    let names: Vec<&str> = [&user.first_name, &user.last_name].into_iter().flatten().map(String::as_str).collect();
    let new = NewPassword::hash(new, app.random)?;
    new.checked(settings, &user.login, &names).map(str::to_owned)
}

fn open_session(
    app: &App<'_>,
    conn: &Conn,
    settings: &Settings,
    candidate: &Candidate,
    changed: Option<&str>,
) -> Result<Done<LoginBody>> {
    let token = new_token(app.random)?;
    let tx = conn.begin_write()?;
    let now = app.clock.now();
    let id = candidate.user.id;
    if store::password::find(&tx, id)? != candidate.phc {
        return Err(wrong_credentials());
    }
    if let Some(phc) = changed {
        store::password::upsert(&tx, id, phc, now)?;
        store::user::set_must_change_password(&tx, id, false)?;
        store::session::delete_all(&tx, id)?;
    }
    let session = start(app, &tx, settings, id, now, &token)?;
    let sentence = match changed {
        Some(_) => Sentence::new("sign in", "signed in", format!("`{}` with a new password", candidate.user.login)),
        None => Sentence::new("sign in", "signed in", format!("`{}`", candidate.user.login)),
    };
    let journal = journal_of(&candidate.user, sentence);
    let actor = store::session::actor(&tx, id)?;
    let entry =
        append(app, &tx, now, Action::Login, Some(&actor), Outcome::Done, journal.sentence.text(false), &journal)?;
    let body = LoginBody { user: store::user::find(&tx, id)?, session };
    let subscription = store::subscription::id(&tx)?;
    tx.commit()?;
    app.keyring.keep(&subscription, &token)?;
    Ok(done(Action::Login, Run::Real, Some(entry), journal, body))
}

/// Opens a session for a user who proved its identity; ended ones are cleared away.
pub fn start(app: &App<'_>, tx: &Tx<'_>, settings: &Settings, user: Id, now: Time, token: &Secret) -> Result<Session> {
    let idle = settings.number(Key::SessionIdleMinutes) * 60;
    store::session::delete_idle(tx, user, Time(now.0 - idle))?;
    store::user::signed_in(tx, user, now)?;
    let hash = token_hash(token);
    store::session::insert(tx, &hash, user, now, &app.client.address, &app.client.program)?;
    let found = store::session::resolve(tx, &hash)?;
    found.map(|(_, session)| session).ok_or_else(|| Error::internal("the new session is not there"))
}

fn journal_of(user: &User, sentence: Sentence) -> Journal {
    let mut journal = Journal::default();
    journal.sentence = sentence;
    journal.unit.clone_from(&user.unit);
    journal.touch(&ObjectRef::new(ObjectKind::User, user.id, user.login.clone()));
    journal
}

#[allow(clippy::too_many_arguments)]
fn append(
    app: &App<'_>,
    tx: &Tx<'_>,
    now: Time,
    action: Action,
    actor: Option<&Actor>,
    outcome: Outcome,
    details: String,
    journal: &Journal,
) -> Result<Id> {
    let author = Author { actor, address: &app.client.address, reason: app.reason.as_deref() };
    journal::append(tx, now, action, &author, outcome, details, journal)
}

/// Notes a refused sign-in; an unknown login is never written down (LOG-1).
fn note_refusal(app: &App<'_>, conn: &Conn, user: Option<Id>, details: &str) -> Result<()> {
    let tx = conn.begin_write()?;
    let actor = user.map(|id| store::session::actor(&tx, id)).transpose()?;
    let now = app.clock.now();
    append(app, &tx, now, Action::Login, actor.as_ref(), Outcome::Refused, details.to_owned(), &Journal::default())?;
    tx.commit()
}

/// Who is signed in, and how.
pub fn whoami(op: &Op<'_>) -> Result<WhoAmI> {
    Ok(WhoAmI {
        user: store::user::find(op.conn, op.actor.id)?,
        subscription: store::subscription::find(op.conn)?.name,
        session: op.session.clone(),
    })
}

/// A session that was ended.
#[derive(Debug, Serialize)]
pub struct LogoutBody {
    /// The session, if one was open.
    pub session: Option<Session>,
}

/// Signs out: ends the session and forgets its token. Without a session nothing changes.
pub fn logout(app: &App<'_>) -> Result<Done<LogoutBody>> {
    let conn = app.open(OpenMode::Write)?;
    let tx = conn.begin_write()?;
    let subscription = store::subscription::id(&tx)?;
    let token = app.keyring.token(&subscription)?;
    let found = token.map(|token| store::session::resolve(&tx, &token_hash(&token))).transpose()?.flatten();
    let Some((actor, session)) = found else {
        app.keyring.forget(&subscription)?;
        let mut report = done(Action::Logout, Run::Real, None, Journal::default(), LogoutBody { session: None });
        report.notices.push("nobody was signed in".to_owned());
        return Ok(report);
    };
    store::session::delete(&tx, session.id)?;
    let record = store::user::find(&tx, actor.id)?;
    let journal = journal_of(&record, Sentence::new("sign out", "signed out", format!("`{}`", record.login)));
    let now = app.clock.now();
    let entry =
        append(app, &tx, now, Action::Logout, Some(&actor), Outcome::Done, journal.sentence.text(false), &journal)?;
    tx.commit()?;
    app.keyring.forget(&subscription)?;
    Ok(done(Action::Logout, Run::Real, Some(entry), journal, LogoutBody { session: Some(session) }))
}
