//! What a command works with: the database, the terminal, the flags.

use std::cell::RefCell;
use std::io::{BufRead, Write};
use std::path::PathBuf;

use serde::Serialize;

use super::config_file::MailConfig;
use super::environment::Terminal;
use super::globals::{Globals, OutputFormat};
use super::mailer;
use super::prompt::Prompt;
use super::render::output::check_fields;
use super::render::style::fitted;
use super::render::{ListArgs, Listing, Reply, Told, cell, told};
use crate::domain::log::hex;
use crate::domain::{Action, Error, Kind, Question, Result};
use crate::service::bulk::settled::TO_CONFIRM;
use crate::service::ports::{Clock, Mailer, Random};
use crate::service::report::ChangeStatus;
use crate::service::{App, Done, Op, Run, WriteOp};
use crate::store::safety::SafetyCopies;

/// One command's surroundings.
pub struct Context<'e> {
    /// The database.
    pub app: App<'e>,
    /// The global flags.
    pub globals: Globals,
    /// What is a terminal.
    pub terminal: Terminal,
    /// Tells the time.
    pub clock: &'e dyn Clock,
    /// Gives randomness.
    pub random: &'e dyn Random,
    /// The form of the output.
    pub format: OutputFormat,
    /// The folder of temporary files.
    pub temporary: PathBuf,
    /// What is kept of a database before it is replaced or migrated.
    pub safety_copies: SafetyCopies,
    pub(super) mail: MailConfig,
    pub(super) os_user: &'e dyn Fn() -> String,
    pub(super) prompt: &'e dyn Prompt,
    pub(super) stdin: RefCell<&'e mut dyn BufRead>,
    pub(super) stderr: RefCell<&'e mut dyn Write>,
}

impl<'e> Context<'e> {
    /// Whether somebody can be asked.
    pub const fn can_ask(&self) -> bool {
        self.terminal.stdin && self.terminal.stderr
    }

    /// Asks questions.
    pub const fn prompt(&self) -> &'e dyn Prompt {
        self.prompt
    }

    /// A list verb: rows are read while they are printed.
    pub fn list<'c, T: Serialize + super::render::Tabular>(
        &'c self,
        action: Action,
        args: ListArgs,
        rows: impl FnOnce(&Op<'_>, &mut dyn FnMut(T) -> Result<()>) -> Result<()> + 'c,
    ) -> Reply<'c, Vec<T>> {
        Reply::list(Listing::new::<T>(args, move |sink| self.app.read(action, |op| rows(op, sink))))
    }

    /// A show verb: one object.
    pub fn show<T: Serialize>(
        &self,
        action: Action,
        find: impl FnOnce(&Op<'_>) -> Result<T>,
    ) -> Result<Reply<'static, T>> {
        Reply::object(&self.app.read(action, find)?)
    }

    /// A verb that changes something.
    pub fn write<T: Serialize + Told>(
        &self,
        action: Action,
        workflow: impl Fn(&mut WriteOp<'_>) -> Result<T>,
    ) -> Result<Reply<'static, Done<T>>> {
        self.check_fields(action, &workflow)?;
        Reply::change(&self.app.write(action, self.run(), workflow)?)
    }

    /// A verb whose report holds secrets that are printed once, alone where a person reads.
    pub fn write_revealing<T: Serialize + Told>(
        &self,
        action: Action,
        workflow: impl Fn(&mut WriteOp<'_>) -> Result<T>,
        secrets: impl FnOnce(&Done<T>) -> Vec<String>,
    ) -> Result<Reply<'static, Done<T>>> {
        self.check_fields(action, &workflow)?;
        let done = self.app.write(action, self.run(), workflow)?;
        let secrets = secrets(&done);
        Reply::revealing(&done, secrets)
    }

    /// Finds wrong `--fields` in the report of a dry run, before anything is written.
    fn check_fields<T: Serialize>(
        &self,
        action: Action,
        workflow: impl Fn(&mut WriteOp<'_>) -> Result<T>,
    ) -> Result<()> {
        if self.globals.fields.is_empty() || self.globals.dry_run {
            return Ok(());
        }
        match self.app.write(action, Run::Dry, workflow) {
            Ok(preview) => check_fields(&preview, &self.globals.fields),
            // The real run refuses it as well, and notes the refusal.
            Err(_) => Ok(()),
        }
    }

    /// Whether what a command does stays; in a dry batch it does until the end, so that later lines see it.
    pub const fn run(&self) -> Run {
        if self.globals.dry_run { Run::Dry } else { Run::Real }
    }

    /// Whether nothing is asked: it is confirmed, or nothing of it stays.
    const fn is_settled(&self) -> bool {
        self.globals.yes || self.app.is_dry
    }

    /// A destructive verb: shows what it will do and asks, unless `--yes` or a dry run.
    ///
    /// # Errors
    /// `usage` where nobody can be asked; `interrupted` if the answer is no.
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
    ///
    /// # Errors
    /// As [`Self::destroy`].
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
    ///
    /// # Errors
    /// `usage` where an answer is missing and nobody can be asked; `interrupted` if the confirmation is denied.
    pub fn destroy_asking<T: Serialize + Told>(
        &self,
        action: Action,
        workflow: impl Fn(&mut WriteOp<'_>, &dyn Fn(&str) -> Option<String>) -> Result<T>,
        destructive: impl Fn(&Done<T>) -> bool,
    ) -> Result<Reply<'static, Done<T>>> {
        let settled = self.is_settled();
        let answers: RefCell<Vec<(&'static str, String)>> = RefCell::default();
        let asked = |flag: &str| answers.borrow().iter().find(|(f, _)| *f == flag).map(|(_, word)| word.clone());
        loop {
            if settled {
                self.check_fields(action, |op| workflow(op, &asked))?;
            }
            let run = if settled { self.run() } else { Run::Dry };
            let error = match self.app.write(action, run, |op| workflow(op, &asked)) {
                Ok(done) if settled => return Reply::change(&done),
                Ok(preview) => {
                    if destructive(&preview) {
                        self.confirm(action, &preview)?;
                    }
                    return self.write(action, |op| workflow(op, &asked));
                }
                Err(error) => error,
            };
            match error.question.clone().filter(|_| self.can_ask()) {
                Some(question) => {
                    let word = self.ask(&question)?;
                    answers.borrow_mut().push((question.flag, word));
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

    fn ask(&self, question: &Question) -> Result<String> {
        if question.answers.is_empty() {
            return self.prompt.line(&question.text);
        }
        loop {
            let typed =
                self.prompt.line(&format!("{} [{}]", question.text, question.answers.join("/")))?.to_lowercase();
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
        let width = self.terminal.stderr.then_some(self.terminal.columns());
        for line in told::lines(preview).into_iter().chain(notices) {
            self.tell(&fitted(width, &cell::safe(&line)));
        }
        self.go_ahead()
    }

    /// Runs work that may find out only while it runs that it needs a confirmation (see [`TO_CONFIRM`]): what it would
    /// do is shown then, and asked about. `work` is told how to run, and whether that has been confirmed.
    ///
    /// # Errors
    /// As [`Self::destroy`].
    pub fn confirming<T: Serialize + Told>(
        &self,
        action: Action,
        work: impl Fn(Run, bool) -> Result<Done<T>>,
    ) -> Result<Done<T>> {
        match work(self.run(), self.is_settled()) {
            Err(error) if error.code == TO_CONFIRM && self.can_ask() => {
                self.confirm(action, &work(Run::Dry, true)?)?;
                work(self.run(), true)
            }
            done => done,
        }
    }

    /// A verb that changes something, and may find out while it does that it needs a confirmation.
    ///
    /// # Errors
    /// As [`Self::destroy`].
    pub fn write_confirming<T: Serialize + Told>(
        &self,
        action: Action,
        workflow: impl Fn(&mut WriteOp<'_>, bool) -> Result<T>,
    ) -> Result<Reply<'static, Done<T>>> {
        self.check_fields(action, |op| workflow(op, true))?;
        let work = |run, is_confirmed| self.app.write(action, run, |op| workflow(op, is_confirmed));
        Reply::change(&self.confirming(action, work)?)
    }

    fn go_ahead(&self) -> Result<()> {
        let answer = self.prompt.line("Go ahead? [y/N]")?.to_lowercase();
        if answer == "y" || answer == "yes" {
            return Ok(());
        }
        Err(Error::new(Kind::Interrupted, "not confirmed; nothing was written"))
    }

    /// Has a plan confirmed that has no dry run, unless `--yes`; it is made only for who is asked.
    ///
    /// # Errors
    /// `usage` where nobody can be asked; `interrupted` if the answer is no.
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

    /// Who runs this on the machine, for the log (LOG-4).
    pub fn os_user(&self) -> String {
        (self.os_user)()
    }

    /// What takes mails to where they go (MAIL-5).
    ///
    /// # Errors
    /// `invalid` if the configuration file does not fit together.
    pub fn mailer(&self) -> Result<Box<dyn Mailer>> {
        mailer::open(&self.mail, &self.app.path)
    }

    /// Tells the caller something beside the result, unless it wants quiet.
    pub fn notice(&self, text: &str) {
        if !self.globals.quiet {
            self.tell(&format!("notice: {text}"));
        }
    }

    /// Says something to a person who is about to be asked.
    pub fn tell_asker(&self, text: &str) {
        if self.can_ask() {
            self.tell(text);
        }
    }

    /// Refuses `--dry-run` for a verb that has none, and `--fields`, which cannot be checked without one.
    ///
    /// # Errors
    /// `usage`.
    pub fn refuse_dry_run(&self, verb: &str) -> Result<()> {
        if !self.globals.fields.is_empty() {
            return Err(Error::usage(format!("`{verb}` takes no `--fields`")).hint("choose keys from its JSON with jq"));
        }
        self.has_no_dry_run(verb)
    }

    /// Refuses `--dry-run` for a verb that only looks, and has none.
    ///
    /// # Errors
    /// `usage`.
    pub fn has_no_dry_run(&self, verb: &str) -> Result<()> {
        if self.globals.dry_run {
            return Err(Error::usage(format!("`{verb}` has no dry run")).hint("leave `--dry-run` out"));
        }
        Ok(())
    }

    /// Refuses a path at which there is something already, before anything is asked (SUB-1).
    ///
    /// # Errors
    /// `conflict`.
    pub fn refuse_existing(&self) -> Result<()> {
        if self.app.path.exists() {
            return Err(crate::store::opening::exists_already(&self.app.path));
        }
        Ok(())
    }

    /// Refuses to ask for anything where there is no database.
    ///
    /// # Errors
    /// `unusable`.
    pub fn require_database(&self) -> Result<()> {
        self.app.open(crate::store::OpenMode::Read).map(drop)
    }

    /// Whether the output is read by a program.
    pub const fn prints_data(&self) -> bool {
        !matches!(self.format, OutputFormat::Table)
    }

    /// The same surroundings with another database.
    pub fn app_at(&self, path: PathBuf) -> App<'e> {
        App { path, client: self.app.client.clone(), reason: self.app.reason.clone(), ..self.app }
    }

    /// Where the demo's database goes: where `--db` says, else in a new folder among the temporary files.
    ///
    /// # Errors
    /// `unusable` if the folder cannot be made.
    pub fn demo_path(&self) -> Result<PathBuf> {
        if let Some(path) = &self.globals.db {
            return Ok(path.clone());
        }
        let mut bytes = [0; 6];
        self.random.fill(&mut bytes)?;
        Ok(self.temporary.join(format!("provost-demo-{}", hex(&bytes))).join("acme.db"))
    }

    /// Passes on what was said already, on standard error.
    pub fn pass_on(&self, told: &[u8]) {
        // Whoever closed standard error does not want to be told.
        let _ = self.stderr.borrow_mut().write_all(told);
    }

    /// Says something to a person, on standard error.
    pub fn tell(&self, text: &str) {
        // Whoever closed standard error does not want to be told.
        let _ = writeln!(self.stderr.borrow_mut(), "{text}");
    }
}

fn needs_confirmation(action: Action) -> Error {
    Error::usage(format!("`{action}` needs a confirmation, and there is no terminal to ask for it"))
        .hint("add `--yes` to confirm")
}

fn unconfirmed(action: Action) -> Error {
    needs_confirmation(action).hint("or `--dry-run` to see what it would do")
}
