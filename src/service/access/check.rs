//! Yes or no (ACC-1): one question, or many in a row.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::question::{self, Asked};
use super::subject::{stand_in, verdict};
use crate::domain::access::{Decision, Reason};
use crate::domain::query::Holds;
use crate::domain::text::printable;
use crate::domain::{Action, Actor, Error, Kind, Result};
use crate::service::Op;
use crate::store::listing::column::{self as column, Column, Listed};

/// What is asked, as typed.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// Whom it is about.
    pub user: String,
    /// What is done.
    pub action: String,
    /// What it is done to; none: anything at all.
    pub object: Option<String>,
}

/// The answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Answer {
    /// Yes or no.
    pub allowed: bool,
    /// Whom it is about.
    pub user: String,
    /// What is done.
    pub action: Action,
    /// What it is done to.
    pub object: Option<String>,
    /// Why.
    pub reason_code: Reason,
}

impl Answer {
    /// The answer that a decision gives.
    pub fn new(subject: &Actor, action: Action, asked: &Asked, decision: &Decision) -> Self {
        Self {
            allowed: decision.allowed,
            user: subject.login.clone(),
            action,
            object: asked.written(),
            reason_code: decision.reason,
        }
    }
}

/// A question that was understood, and what is decided about it.
pub struct Case<'o> {
    /// Whom it is about.
    pub subject: Op<'o>,
    pub action: Action,
    pub asked: Asked,
    pub decision: Decision,
}

impl<'o> Case<'o> {
    /// Finds what a question names, and decides.
    ///
    /// # Errors
    /// `not-found` for a user, an action or an object that is unknown, or that the actor may not view.
    pub fn of(op: &'o Op<'_>, question: &Question) -> Result<Self> {
        let action = question::action(&question.action)?;
        let subject = stand_in(op, &question.user)?;
        let asked = question::object(op, action, question.object.as_deref())?;
        let decision = verdict(&subject, action, &asked)?;
        Ok(Self { subject, action, asked, decision })
    }

    pub fn answer(&self) -> Answer {
        Answer::new(&self.subject.actor, self.action, &self.asked, &self.decision)
    }
}

/// Answers one question.
///
/// # Errors
/// `not-found` for a user, an action or an object that is unknown, or that the actor may not view.
pub fn check(op: &Op<'_>, question: &Question) -> Result<Answer> {
    Ok(Case::of(op, question)?.answer())
}

/// One line of many: an answer, or why there is none.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CheckedLine {
    /// Yes, no, or neither.
    pub allowed: Option<bool>,
    /// Whom it is about.
    pub user: String,
    /// What is done; as typed, where there is no answer.
    pub action: String,
    /// What it is done to.
    pub object: Option<String>,
    /// Why; nothing where there is no answer.
    pub reason_code: Option<Reason>,
    /// What is wrong: something unknown is named, or the line cannot be read.
    pub error: Option<String>,
}

impl Listed for CheckedLine {
    const COLUMNS: &'static [Column] = &[
        column::computed("allowed", Holds::Flag),
        column::computed("user", Holds::Text),
        column::computed("action", Holds::Text),
        column::computed("object", Holds::Text),
        column::computed("reason_code", Holds::Text),
        column::computed("error", Holds::Text),
    ];
}

impl From<Answer> for CheckedLine {
    fn from(answer: Answer) -> Self {
        Self {
            allowed: Some(answer.allowed),
            user: answer.user,
            action: answer.action.to_string(),
            object: answer.object,
            reason_code: Some(answer.reason_code),
            error: None,
        }
    }
}

/// How many subjects are kept, so that a run of questions about the same people reads each of them once.
const KEPT: usize = 4096;

/// Answers many questions in one snapshot.
pub struct Checker<'o> {
    op: &'o Op<'o>,
    subject: Op<'o>,
    known: HashMap<String, Actor>,
    all_allowed: bool,
    all_known: bool,
    all_readable: bool,
}

impl<'o> Checker<'o> {
    /// For the actor of an operation.
    pub fn new(op: &'o Op<'o>) -> Self {
        let subject = op.on_behalf(op.actor.clone());
        Self { op, subject, known: HashMap::new(), all_allowed: true, all_known: true, all_readable: true }
    }

    /// Answers the question of one line.
    ///
    /// # Errors
    /// Only what is wrong with the database: what cannot be answered is told in the line.
    pub fn line(&mut self, line: &str) -> Result<CheckedLine> {
        let question = match parse(line) {
            Ok(question) => question,
            Err(error) => {
                self.all_readable = false;
                return Ok(unanswered(&Question::default(), &error));
            }
        };
        match self.answer(&question) {
            Ok(answer) => {
                self.all_allowed &= answer.allowed;
                Ok(answer.into())
            }
            Err(error) if error.kind == Kind::NotFound => {
                self.all_known = false;
                Ok(unanswered(&question, &error))
            }
            Err(error) => Err(error),
        }
    }

    /// What the lines so far come to: a line that cannot be read, a name that is unknown, a no, or all yes.
    pub fn exit_code(&self) -> u8 {
        match (self.all_readable, self.all_known) {
            (false, _) => Kind::Invalid.exit_code(),
            (true, false) => Kind::NotFound.exit_code(),
            (true, true) => u8::from(!self.all_allowed),
        }
    }

    fn answer(&mut self, question: &Question) -> Result<Answer> {
        let action = question::action(&question.action)?;
        self.take_place(&question.user)?;
        let asked = question::object(self.op, action, question.object.as_deref())?;
        let decision = verdict(&self.subject, action, &asked)?;
        Ok(Answer::new(&self.subject.actor, action, &asked, &decision))
    }

    fn take_place(&mut self, login: &str) -> Result<()> {
        if !self.known.contains_key(login) {
            if self.known.len() >= KEPT {
                self.known.clear();
            }
            let user = super::subject::find(self.op, login)?;
            self.known.insert(login.to_owned(), super::subject::signing_in(self.op, user.id)?);
        }
        if let Some(actor) = self.known.get(login) {
            self.subject.actor.clone_from(actor);
        }
        Ok(())
    }
}

fn unanswered(question: &Question, error: &Error) -> CheckedLine {
    CheckedLine {
        allowed: None,
        user: question.user.clone(),
        action: question.action.clone(),
        object: question.object.clone(),
        reason_code: None,
        error: Some(error.message.clone()),
    }
}

/// A question from a line: `USER ACTION [OBJECT]`, the object being all that is left, or JSON with those keys.
///
/// # Errors
/// `invalid` for a line that is neither.
pub fn parse(line: &str) -> Result<Question> {
    let line = line.trim_start_matches('\u{feff}').trim();
    if line.starts_with('{') {
        let value: Value =
            serde_json::from_str(line).map_err(|error| Error::invalid(format!("the line is no JSON: {error}")))?;
        let keys = value.as_object().into_iter().flat_map(|map| map.keys());
        if let Some(strange) = keys.into_iter().find(|key| !["user", "action", "object"].contains(&key.as_str())) {
            return Err(Error::invalid(format!("there is no key `{}`: user, action, object", printable(strange))));
        }
        let text = |key: &str| match value.get(key) {
            Some(Value::String(text)) => Some(text.clone()),
            Some(Value::Number(number)) => Some(number.to_string()),
            _ => None,
        };
        return match (text("user"), text("action")) {
            (Some(user), Some(action)) => Ok(Question { user, action, object: text("object") }),
            _ => Err(Error::invalid("the line has no `user` or no `action`")),
        };
    }
    let mut words = line.splitn(2, char::is_whitespace);
    let user = words.next().unwrap_or_default().to_owned();
    let mut rest = words.next().unwrap_or_default().trim_start().splitn(2, char::is_whitespace);
    let action = rest.next().unwrap_or_default().to_owned();
    let object = rest.next().map(str::trim).filter(|object| !object.is_empty()).map(str::to_owned);
    if action.is_empty() {
        return Err(Error::invalid("a line is `USER ACTION [OBJECT]`, or JSON with those keys"));
    }
    Ok(Question { user, action, object })
}
