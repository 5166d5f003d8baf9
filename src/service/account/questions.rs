//! One's own secret questions (PASS-7).

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::question::{COUNT, SecretQuestion};
use crate::domain::{Action, Error, Key, ObjectKind, ObjectRef, Result, Secret};
use crate::service::credential::hash;
use crate::service::sign_in::attempt;
use crate::service::{App, Done, Run, WriteOp};
use crate::store;

/// The shortest answer, in characters.
const SHORTEST_ANSWER: usize = 3;

/// The questions that are set now; the answers are known to their user alone.
#[derive(Debug, Serialize, JsonSchema)]
pub struct QuestionsBody {
    /// The questions in the order in which they are asked.
    pub questions: Vec<SecretQuestion>,
}

/// Sets the three questions, or none of them; the present password comes first.
///
/// # Errors
/// `conflict` while questions are switched off, or for a program; `invalid` for questions that repeat or answers
/// that are too short; `not-signed-in` for a wrong password, which counts as a failed sign-in (PASS-9).
pub fn set(
    app: &App<'_>,
    questions: &[SecretQuestion],
    current: impl FnOnce() -> Result<Secret>,
    mut answer: impl FnMut(SecretQuestion) -> Result<Secret>,
) -> Result<Done<QuestionsBody>> {
    let action = Action::AccountQuestions;
    app.read(action, |op| {
        op.refuse_token("sets passwords or answers")?;
        if op.actor.api_only {
            return Err(
                Error::conflict("PASS-7", "an api-only user has no secret questions").hint("provost account password")
            );
        }
        if !op.settings.is_on(Key::QuestionsEnabled) {
            return Err(Error::conflict("PASS-7", "secret questions are switched off here")
                .hint("a manager can switch them on: `provost settings set questions.enabled=on`"));
        }
        Ok(())
    })?;
    check_questions(questions)?;
    attempt::prove(app, action, &current()?)?;
    let mut answered: Vec<(SecretQuestion, String)> = Vec::with_capacity(questions.len());
    for question in questions {
        let answer = answer(*question)?;
        check_answer(*question, &answer)?;
        answered.push((*question, hash(&answer, app.random)?));
    }
    app.write(action, Run::Real, |op| store_questions(op, &answered))
}

fn store_questions(op: &mut WriteOp<'_>, answered: &[(SecretQuestion, String)]) -> Result<QuestionsBody> {
    let had_some = !store::secret_question::of_user(op.conn, op.actor.id)?.is_empty();
    store::secret_question::replace(op.tx(), op.actor.id, answered)?;
    let oneself = ObjectRef::new(ObjectKind::User, op.actor.id, op.actor.login.clone());
    if had_some || !answered.is_empty() {
        op.journal.touch(&oneself);
    }
    let rest = format!("the secret questions of `{}`", oneself.name);
    if answered.is_empty() {
        op.say("remove", "removed", rest);
    } else {
        op.say("set", "set", rest);
    }
    Ok(QuestionsBody { questions: answered.iter().map(|(question, _)| *question).collect() })
}

/// Three different questions, or none.
fn check_questions(questions: &[SecretQuestion]) -> Result<()> {
    let mut once = questions.to_vec();
    once.sort_unstable();
    once.dedup();
    if questions.is_empty() || (once.len() == COUNT && questions.len() == COUNT) {
        return Ok(());
    }
    Err(Error::invalid(format!("{COUNT} different questions are needed"))
        .rule("PASS-7")
        .hint(format!("choose from: {}", SecretQuestion::WORDS.join(", "))))
}

fn check_answer(question: SecretQuestion, answer: &Secret) -> Result<()> {
    if answer.expose().trim().chars().count() >= SHORTEST_ANSWER {
        return Ok(());
    }
    Err(Error::invalid(format!("the answer to `{question}` has fewer than {SHORTEST_ANSWER} characters"))
        .rule("PASS-7"))
}
