//! Resetting a forgotten password by secret questions (PASS-7): whoever has none gets a decoy.

use serde::Serialize;

use super::attempt::{self, Candidate};
use crate::domain::log::Outcome;
use crate::domain::question::{SecretQuestion, decoy};
use crate::domain::{Action, Error, Key, Result, Secret, Settings, Status};
use crate::service::App;
use crate::service::app::{Done, Run, done};
use crate::service::credential::verify;
use crate::service::journal::Sentence;
use crate::service::password::{self, Choice, SetBy};
use crate::store::{self, Conn, OpenMode};

/// Whose password was reset.
#[derive(Debug, Serialize)]
pub struct ResetBody {
    /// The user's login.
    pub login: String,
    /// The password, if it was generated; shown once.
    pub password: Option<String>,
}

/// The dialogue of a reset.
pub trait Dialogue {
    /// Asks the three questions and gives the answers in their order.
    ///
    /// # Errors
    /// `usage` if there are not as many answers.
    fn answers(&mut self, questions: &[SecretQuestion]) -> Result<Vec<Secret>>;

    /// Asks for the new password.
    ///
    /// # Errors
    /// Whatever the prompt refuses.
    fn new_password(&mut self, settings: &Settings) -> Result<Choice>;
}

/// Resets the password of an active user who answers all three questions right, in one attempt.
///
/// # Errors
/// `conflict` while questions are switched off; `not-signed-in`, the same whatever was wrong.
pub fn reset(app: &App<'_>, login: &str, dialogue: &mut dyn Dialogue) -> Result<Done<ResetBody>> {
    let conn = app.open(OpenMode::Write)?;
    let settings = store::setting::all(&conn)?;
    if !settings.is_on(Key::QuestionsEnabled) {
        return Err(Error::conflict("PASS-7", "secret questions are switched off here")
            .hint("ask a manager for a reset: `provost user password LOGIN`"));
    }
    let candidate = attempt::candidate(&conn, login)?;
    let known = candidate.as_ref().map(|candidate| candidate.user.id);
    let stored = stored(&conn, candidate.as_ref())?;
    let questions = match &stored {
        Some(stored) => stored.iter().map(|(question, _)| *question).collect(),
        None => decoy(&store::subscription::id(&conn)?, login.trim()),
    };
    let answers = dialogue.answers(&questions)?;
    let right = are_right(stored.as_deref(), &answers)?;
    let allowed = settings.allows_address(&app.client.address);
    let Some(candidate) = candidate.filter(|_| right && allowed) else {
        attempt::fail(app, &conn, Action::ResetPassword, known, &settings)?;
        return Err(attempt::wrong_credentials().rule("PASS-7").hint("or ask a manager for a reset"));
    };
    let choice = dialogue.new_password(&settings)?;
    finish(app, &conn, &settings, &candidate, choice)
}

/// The questions of a user who may reset its password: active, and not a program.
fn stored(conn: &Conn, candidate: Option<&Candidate>) -> Result<Option<Vec<(SecretQuestion, String)>>> {
    let id = candidate.map_or(0, |candidate| candidate.user.id);
    let stored = store::secret_question::of_user(conn, id)?;
    let fits = candidate.is_some_and(|candidate| candidate.user.status == Status::Active && candidate.user.signs_in());
    Ok(Some(stored).filter(|stored| fits && !stored.is_empty()))
}

/// Whether every answer is right; as many hashes are worked out without any.
fn are_right(stored: Option<&[(SecretQuestion, String)]>, answers: &[Secret]) -> Result<bool> {
    let mut right = stored.is_some_and(|stored| stored.len() == answers.len());
    for (at, answer) in answers.iter().enumerate() {
        let phc = stored.and_then(|stored| stored.get(at)).map(|(_, phc)| phc.as_str());
        right &= verify(answer, phc)?;
    }
    Ok(right)
}

fn finish(
    app: &App<'_>,
    conn: &Conn,
    settings: &Settings,
    candidate: &Candidate,
    choice: Choice,
) -> Result<Done<ResetBody>> {
    let user = &candidate.user;
    let made = password::make(conn, settings, user, choice, app.random)?;
    let tx = conn.begin_write()?;
    let now = app.clock.now();
    if store::password::find(&tx, user.id)? != candidate.password
        || store::user::find(&tx, user.id)?.status != Status::Active
    {
        return Err(attempt::wrong_credentials());
    }
    password::set(&tx, now, settings, user, &made.password, &SetBy::Oneself, None)?;
    store::user::set_failures(&tx, user.id, 0, user.status)?;
    let mut journal = attempt::journal_of(
        user,
        Sentence::new("reset", "reset", format!("the password of `{}` by secret questions", user.login)),
    );
    journal.notices.push(format!("now sign in: `provost login {}`", user.login));
    let details = journal.sentence.text(false);
    let entry = attempt::note(app, &tx, Action::ResetPassword, Some(user.id), Outcome::Done, details, &journal)?;
    tx.commit()?;
    let body =
        ResetBody { login: user.login.clone(), password: made.generated.map(|secret| secret.expose().to_owned()) };
    Ok(done(Action::ResetPassword, Run::Real, Some(entry), journal, body))
}
