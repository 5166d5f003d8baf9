//! Proving who one is: the same work, answer and time whether the login is known or not (PASS-3), and failures
//! that count (PASS-1, PASS-9).

use crate::domain::lockout::Failed;
use crate::domain::log::Outcome;
use crate::domain::mail::Facts;
use crate::domain::record::User;
use crate::domain::text::key;
use crate::domain::{Action, Error, Id, Key, Kind, ObjectKind, ObjectRef, Result, Secret, Settings, Status};
use crate::service::credential::verify;
use crate::service::journal::{self, Author, Journal, Sentence};
use crate::service::{App, contact_person, outbox};
use crate::store::password::Password;
use crate::store::{self, Conn, OpenMode, Tx};

/// What is known about the name given.
pub struct Candidate {
    pub user: User,
    /// Its password, if it has one.
    pub password: Option<Password>,
}

/// Looks a name up. Whoever bears it or not, the same rows are read.
pub fn candidate(conn: &Conn, login: &str) -> Result<Option<Candidate>> {
    let found = store::naming::by_key(conn, ObjectKind::User, &key(login))?.into_iter().next();
    let id = match &found {
        Some(found) => found.id,
        None => store::subscription::find(conn)?.primary_contact.id,
    };
    let candidate = read(conn, id)?;
    Ok(found.map(|_| candidate))
}

fn read(conn: &Conn, id: Id) -> Result<Candidate> {
    Ok(Candidate { user: store::user::find(conn, id)?, password: store::password::find(conn, id)? })
}

impl Candidate {
    /// The candidate as it is now, inside the transaction: much may have happened while a password was hashed, or
    /// typed. Whoever is gone, or has another password by now, has proved nothing.
    ///
    /// # Errors
    /// `not-signed-in`.
    pub fn again(&self, tx: &Tx<'_>) -> Result<Self> {
        let id = self.user.id;
        if store::naming::by_id(tx, ObjectKind::User, id)?.is_none() {
            return Err(wrong_credentials());
        }
        let now = read(tx, id)?;
        if now.password == self.password { Ok(now) } else { Err(wrong_credentials()) }
    }
}

/// Whether the password is the candidate's; without a candidate it takes as long.
pub fn is_right(candidate: Option<&Candidate>, password: &Secret) -> Result<bool> {
    let phc = candidate.and_then(|candidate| candidate.password.as_ref()).map(|password| password.phc.as_str());
    verify(password, phc)
}

/// The one answer to whatever does not fit.
pub fn wrong_credentials() -> Error {
    Error::new(Kind::NotSignedIn, "wrong login or password")
        .code("wrong-credentials")
        .rule("PASS-3")
        .hint("forgotten? an administrator sends a new link: `provost user password LOGIN`")
}

/// Has the signed-in user prove that it knows its own password; gives its account.
///
/// # Errors
/// `not-signed-in` if it does not: that counts as a failed sign-in, and may lock the account (PASS-9).
pub fn prove(app: &App<'_>, action: Action, password: &Secret) -> Result<User> {
    let (login, settings) = app.read(action, |op| Ok((op.actor.login.clone(), op.settings.clone())))?;
    let conn = app.open(OpenMode::Write)?;
    let candidate = candidate(&conn, &login)?;
    if is_right(candidate.as_ref(), password)?
        && let Some(candidate) = candidate
    {
        return Ok(candidate.user);
    }
    fail(app, &conn, action, candidate.map(|candidate| candidate.user.id), &settings)?;
    Err(Error::new(Kind::NotSignedIn, "that is not your password")
        .code("wrong-credentials")
        .rule("PASS-9")
        .hint("wrong passwords here count as failed sign-ins"))
}

/// Counts a failed attempt, which may lock the account, and notes it in the log; an unknown login is never
/// written down (LOG-1). Kept whatever becomes of the command. Where there is no password to guess, as with
/// programs that work with tokens, nobody can lock the account by guessing.
pub fn fail(app: &App<'_>, conn: &Conn, action: Action, user: Option<Id>, settings: &Settings) -> Result<()> {
    let tx = conn.begin_write()?;
    let mut journal = Journal::default();
    let mut details = "wrong login or password".to_owned();
    // Nobody has the id 0: an unknown login takes the same statements.
    let id = user.unwrap_or_default();
    let (count, before) = store::user::failures(&tx, id)?.unwrap_or((0, Status::Inactive));
    let most = store::password::find(&tx, id)?.map_or(0, |_| settings.number(Key::SigninMaxFailures));
    let failed = Failed::after(count, before, most);
    store::user::set_failures(&tx, id, failed.count, failed.status)?;
    if user.is_some() && failed.locks(before) {
        lock(app, &tx, id, &mut journal, before.as_str())?;
        details = format!("{details}; the account is locked after {} failures in a row", failed.count);
    }
    note(app, &tx, action, user, Outcome::Refused, details, &journal)?;
    tx.commit()
}

/// Tells the user, and the log, that the account is locked.
fn lock(app: &App<'_>, tx: &Tx<'_>, id: Id, journal: &mut Journal, before: &str) -> Result<()> {
    let user = store::user::find(tx, id)?;
    let contact = contact_person::turn_to(tx, user.unit_id)?;
    let facts = Facts::AccountLocked { login: user.login.clone(), contact };
    outbox::queue(tx, app.clock.now(), &user, &facts)?;
    let object = ObjectRef::new(ObjectKind::User, id, user.login);
    journal.change(&object, "status", before.into(), user.status.as_str().into());
    journal.unit = user.unit;
    Ok(())
}

/// Notes a refusal of somebody who proved its identity, or cannot.
pub fn note_refusal(app: &App<'_>, conn: &Conn, action: Action, user: Option<Id>, error: &Error) -> Result<()> {
    let tx = conn.begin_write()?;
    note(app, &tx, action, user, Outcome::Refused, error.message.clone(), &Journal::default())?;
    tx.commit()
}

/// Notes what a user did before it has a session; gives the entry.
pub fn note(
    app: &App<'_>,
    tx: &Tx<'_>,
    action: Action,
    user: Option<Id>,
    outcome: Outcome,
    details: String,
    journal: &Journal,
) -> Result<Id> {
    let actor = user.map(|id| store::session::actor(tx, id)).transpose()?;
    let author = Author { actor: actor.as_ref(), address: &app.client.address, reason: app.reason.as_deref() };
    journal::append(tx, app.clock.now(), action, &author, (outcome, details), journal)
}

/// The page of something that concerns one user.
pub fn journal_of(user: &User, sentence: Sentence) -> Journal {
    let mut journal = Journal::default();
    journal.sentence = sentence;
    journal.unit.clone_from(&user.unit);
    journal.touch(&ObjectRef::new(ObjectKind::User, user.id, user.login.clone()));
    journal
}
