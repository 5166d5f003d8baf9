//! Resetting a forgotten password by secret questions (PASS-7): whoever has none gets a decoy.

use schemars::JsonSchema;
use serde::Serialize;

use super::attempt::{self, Candidate};
use crate::domain::question::{SecretQuestion, decoy};
use crate::domain::{Action, Error, Key, Result, Secret, Settings, Status};
use crate::service::App;
use crate::service::app::{Done, conclude};
use crate::service::credential::verify;
use crate::service::journal::Sentence;
use crate::service::password::{self, Ask, Choice, Due, SetBy};
use crate::store::{self, Conn, OpenMode};

/// Whose password was reset.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ResetBody {
    /// The user's login.
    pub login: String,
    /// The password, if it was generated; shown once.
    pub password: Option<String>,
}

pub trait Dialogue {
    /// Asks the three questions and gives the answers in their order.
    ///
    /// # Errors
    /// `usage` if there are not as many answers.
    fn answers(&mut self, questions: &[SecretQuestion]) -> Result<Vec<Secret>>;

    /// Asks for the new password.
    fn new_password(&mut self, due: Due<'_>) -> Result<Choice>;
}

/// Resets the password of an active user who answers all three questions right, in one attempt.
///
/// # Errors
/// `conflict` while questions are switched off; `not-signed-in`, the same whatever was wrong.
pub fn reset(app: &App<'_>, login: &str, dialogue: &mut dyn Dialogue) -> Result<Done<ResetBody>> {
    let conn = app.open(OpenMode::Write)?;
    let settings = store::setting::all(&conn)?;
    if !settings.is_on(Key::QuestionsEnabled) {
        let error = Error::conflict("PASS-7", "secret questions are switched off here")
            .hint("ask a manager for a reset: `provost user password LOGIN`");
        attempt::note_refusal(app, &conn, Action::ResetPassword, None, &error)?;
        return Err(error);
    }
    let candidate = attempt::candidate(&conn, login)?;
    let known = candidate.as_ref().map(|candidate| candidate.user.id);
    let stored = store::secret_question::of_user(&conn, known.unwrap_or_default())?;
    let questions = match stored.as_slice() {
        [] => decoy(&store::subscription::id(&conn)?, login.trim()),
        stored => stored.iter().map(|(question, _)| *question).collect(),
    };
    let answers = dialogue.answers(&questions)?;
    let right = are_right(&stored, &answers)? && candidate.as_ref().is_some_and(may_reset);
    let allowed = settings.allows_address(&app.client.address);
    let Some(candidate) = candidate.filter(|_| right && allowed) else {
        attempt::fail(app, &conn, Action::ResetPassword, known, &settings)?;
        return Err(attempt::wrong_credentials().rule("PASS-7"));
    };
    finish(app, &conn, &settings, &candidate, &mut |due| dialogue.new_password(due))
}

/// Only an active user who signs in like a person may. To others the dialogue is a decoy: the same questions as
/// before they were locked or deactivated, and no answer is right.
fn may_reset(candidate: &Candidate) -> bool {
    candidate.user.status == Status::Active && candidate.user.signs_in()
}

/// Whether every answer is right; as many hashes are worked out without any.
fn are_right(stored: &[(SecretQuestion, String)], answers: &[Secret]) -> Result<bool> {
    let mut right = !stored.is_empty() && stored.len() == answers.len();
    for (at, answer) in answers.iter().enumerate() {
        right &= verify(answer, stored.get(at).map(|(_, phc)| phc.as_str()))?;
    }
    Ok(right)
}

fn finish(
    app: &App<'_>,
    conn: &Conn,
    settings: &Settings,
    candidate: &Candidate,
    new_password: &mut Ask<'_>,
) -> Result<Done<ResetBody>> {
    let user = &candidate.user;
    let made = password::make(conn, settings, user, new_password, app.random)?;
    let tx = conn.begin_write()?;
    let now = app.clock.now();
    let settings = store::setting::all(&tx)?;
    let candidate = candidate.again(&tx)?;
    let user = &candidate.user;
    if user.status != Status::Active || !settings.is_on(Key::QuestionsEnabled) {
        return Err(attempt::wrong_credentials());
    }
    password::set(&tx, now, &settings, user, &made.password, &SetBy::Oneself, None)?;
    store::user::set_failures(&tx, user.id, 0, user.status)?;
    let mut journal = attempt::journal_of(
        user,
        Sentence::new("reset", "reset", format!("the password of `{}` by secret questions", user.login)),
    );
    journal.notices.push(format!("now sign in: `provost login {}`", user.login));
    let id = user.id;
    let body =
        ResetBody { login: user.login.clone(), password: made.generated.map(|secret| secret.expose().to_owned()) };
    conclude(app, tx, Action::ResetPassword, Some(id), journal, body)
}
