//! Asking a person: what is open, and whether to go ahead with what destroys something.

use std::cell::RefCell;

use serde::Serialize;

use super::context::Context;
use super::render::style::fitted;
use super::render::{Reply, Told, error, told};
use crate::domain::{Action, Error, Kind, Question, Result};
use crate::service::operation::find::why_not;
use crate::service::report::{ChangeStatus, TO_CONFIRM};
use crate::service::{Done, Run, WriteOp};

/// How often something that is refused is asked for.
pub(super) const MOST_TRIES: usize = 3;

/// The last answer in free text, which may turn out to be wrong.
struct Typed {
    flag: &'static str,
    tries: usize,
}

impl Typed {
    fn next(flag: &'static str, before: Option<Self>) -> Self {
        Self { flag, tries: before.map_or(0, |typed| typed.tries) + 1 }
    }
}

impl Context<'_> {
    /// Whether nothing is asked: it is confirmed, or nothing of it stays.
    pub(super) const fn is_settled(&self) -> bool {
        self.globals.yes || self.app.is_dry || self.is_idle.get()
    }

    /// A destructive verb: shows what it will do and asks, unless `--yes` or a dry run.
    pub fn destroy<T: Serialize + Told>(
        &self,
        action: Action,
        workflow: impl Fn(&mut WriteOp<'_>) -> Result<T>,
    ) -> Result<Reply<'static, Done<T>>> {
        if !self.is_settled() && !self.can_ask() {
            return Err(unconfirmed(action));
        }
        self.destroy_if(action, workflow, |_| true)
    }

    /// A verb that is destructive only where its report says so.
    pub fn destroy_if<T: Serialize + Told>(
        &self,
        action: Action,
        workflow: impl Fn(&mut WriteOp<'_>) -> Result<T>,
        destructive: impl Fn(&Done<T>) -> bool,
    ) -> Result<Reply<'static, Done<T>>> {
        self.destroy_asking(action, |op, _| workflow(op), destructive)
    }

    /// A verb with questions (MOVE-2, MOVE-10): each that is open is asked on a terminal; what it will do
    /// is shown and confirmed where `destructive` says so.
    pub fn destroy_asking<T: Serialize + Told>(
        &self,
        action: Action,
        workflow: impl Fn(&mut WriteOp<'_>, &dyn Fn(&str) -> Option<String>) -> Result<T>,
        destructive: impl Fn(&Done<T>) -> bool,
    ) -> Result<Reply<'static, Done<T>>> {
        let settled = self.is_settled();
        let answers: RefCell<Vec<(&'static str, String)>> = RefCell::default();
        let asked = |flag: &str| answers.borrow().iter().find(|(f, _)| *f == flag).map(|(_, word)| word.clone());
        let mut typed: Option<Typed> = None;
        loop {
            if settled {
                self.check_fields(action, |op| workflow(op, &asked))?;
            }
            let run = if settled { self.run() } else { Run::Dry };
            let error = match self.app.write(action, run, |op| workflow(op, &asked)) {
                Ok(done) if settled => {
                    self.tell_way_back(&done);
                    return Reply::change(&done);
                }
                Ok(preview) => {
                    if destructive(&preview) || self.can_ask() && preview.effects.check_confirmed().is_err() {
                        self.confirm(action, &preview)?;
                    }
                    self.check_fields(action, |op| workflow(op, &asked))?;
                    let done = self.app.write(action, Run::Real, |op| workflow(op, &asked))?;
                    self.tell_way_back(&done);
                    return Reply::change(&done);
                }
                Err(error) => error,
            };
            match error.question.clone().filter(|_| self.can_ask()) {
                Some(question) => {
                    let again = typed.take().filter(|typed| typed.flag == question.flag);
                    let word = self.ask(&question, again.is_none())?;
                    answers.borrow_mut().push((question.flag, word));
                    typed = question.answers.is_empty().then(|| Typed::next(question.flag, again));
                }
                None if typed.as_ref().is_some_and(|typed| typed.tries < MOST_TRIES) => {
                    self.tell_refusal(&error);
                    answers.borrow_mut().pop();
                }
                None => {
                    if !settled {
                        self.app.note(action, &error);
                    }
                    return Err(error);
                }
            }
        }
    }

    /// Tells a person at a terminal how to take back what was just done.
    fn tell_way_back<T: Told>(&self, done: &Done<T>) {
        let can_be = done.operation.is_some() && !done.dry_run && why_not(done.action).is_none();
        if can_be && self.terminal.stderr && self.app.within.is_none() {
            self.notice(&format!("take it back: `{}`", done.body.way_back()));
        }
    }

    fn ask(&self, question: &Question, is_first: bool) -> Result<String> {
        if is_first {
            self.tell_lines(&question.lines());
        }
        // A blank stands behind it.
        let width = self.terminal.stderr.then_some(self.terminal.columns().saturating_sub(1));
        if question.answers.is_empty() {
            return self.prompt.line(&fitted(width, &question.text));
        }
        let text = fitted(width, &format!("{} [{}]", question.text, question.answers.join("/")));
        loop {
            let typed = self.prompt.line(&text)?.to_lowercase();
            let fits: Vec<_> =
                question.answers.iter().filter(|answer| !typed.is_empty() && answer.starts_with(&typed)).collect();
            if let [one] = fits.as_slice() {
                return Ok((**one).to_owned());
            }
            self.tell(&format!("please answer {}", question.answers.join(" or ")));
        }
    }

    fn confirm<T: Serialize + Told>(&self, action: Action, preview: &Done<T>) -> Result<()> {
        if preview.status == ChangeStatus::Unchanged {
            return Ok(());
        }
        if !self.can_ask() {
            return Err(unconfirmed(action));
        }
        let notices = preview.notices.iter().map(|notice| format!("notice: {notice}"));
        self.confirm_lines(&told::lines(preview).into_iter().chain(notices).collect::<Vec<_>>())
    }

    /// Runs work that may find out only while it runs that it needs a confirmation (see [`TO_CONFIRM`]): what it would
    /// do is shown then, and asked about. `work` is told how to run, and whether that has been confirmed.
    pub fn confirming<T: Serialize + Told>(
        &self,
        action: Action,
        work: impl Fn(Run, bool) -> Result<Done<T>>,
    ) -> Result<Done<T>> {
        let is_settled = self.is_settled();
        let run = if self.can_ask() && !is_settled { Run::Unconfirmed } else { self.run() };
        match work(run, is_settled) {
            Err(error) if error.code == TO_CONFIRM && self.can_ask() => {
                self.confirm(action, &work(Run::Dry, true)?)?;
                work(self.run(), true)
            }
            done => done,
        }
    }

    /// A verb that changes something, and may find out while it does that it needs a confirmation.
    pub fn write_confirming<T: Serialize + Told>(
        &self,
        action: Action,
        workflow: impl Fn(&mut WriteOp<'_>, bool) -> Result<T>,
    ) -> Result<Reply<'static, Done<T>>> {
        self.check_fields(action, |op| workflow(op, true))?;
        let work = |run, is_confirmed| self.app.write(action, run, |op| workflow(op, is_confirmed));
        Reply::change(&self.confirming(action, work)?)
    }

    /// Shows what something larger comes to, and asks.
    pub(super) fn confirm_lines(&self, lines: &[String]) -> Result<()> {
        self.tell_lines(lines);
        self.go_ahead()
    }

    fn tell_lines(&self, lines: &[String]) {
        lines.iter().for_each(|line| self.tell_line(line));
    }

    /// Tells why what was typed is refused, before it is asked for again.
    pub(super) fn tell_refusal(&self, refused: &Error) {
        let hints = refused.hints.iter().map(|hint| format!("hint: {hint}"));
        self.tell_lines(
            &std::iter::once(format!("error: {}", error::sentence(refused))).chain(hints).collect::<Vec<_>>(),
        );
    }

    fn go_ahead(&self) -> Result<()> {
        let answer = self.prompt.line("Go ahead? [y/N]")?.to_lowercase();
        if answer == "y" || answer == "yes" {
            return Ok(());
        }
        Err(Error::new(Kind::Interrupted, "not confirmed; nothing was written"))
    }

    /// Has a plan confirmed that has no dry run, unless `--yes`; it is made only for who is asked.
    pub fn confirm_plainly(&self, action: Action, plan: impl FnOnce() -> Result<String>) -> Result<()> {
        if self.globals.yes {
            return Ok(());
        }
        if !self.can_ask() {
            return Err(needs_confirmation(action));
        }
        self.tell(&plan()?);
        self.go_ahead()
    }

    /// Says something to a person who is about to be asked.
    pub fn tell_asker(&self, text: &str) {
        if self.can_ask() {
            self.tell_lines(&[text.to_owned()]);
        }
    }
}

fn needs_confirmation(action: Action) -> Error {
    Error::usage(format!("`{action}` needs a confirmation, and there is no terminal to ask for it"))
        .hint("add `--yes` to confirm")
}

fn unconfirmed(action: Action) -> Error {
    needs_confirmation(action).hint("or `--dry-run` to see what it would do")
}
