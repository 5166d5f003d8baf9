//! What a command works with: the database, the terminal, the flags.

use std::cell::{Cell, RefCell};
use std::io::{BufRead, Write};
use std::path::PathBuf;

use serde::Serialize;

use super::config_file::MailConfig;
use super::environment::Terminal;
use super::globals::{Globals, OutputFormat};
use super::machine::Machine;
use super::mailer;
use super::prompt::Prompt;
use super::render::cell;
use super::render::output::check_fields;
use super::render::style::fitted;
use super::render::{Listing, Reply, Rows, Told};
use crate::domain::{Action, Result};
use crate::service::listing::{Request, Sink};
use crate::service::outbox::send::{self, Transports, Which};
use crate::service::ports::{Clock, Random};
use crate::service::{App, Done, Op, Run, WriteOp};
use crate::store::safety::SafetyCopies;

/// One command's surroundings.
pub struct Context<'e> {
    /// The database.
    pub app: App<'e>,
    /// The global flags.
    pub globals: Globals,
    pub terminal: Terminal,
    /// Tells the time.
    pub clock: &'e dyn Clock,
    /// Gives randomness.
    pub random: &'e dyn Random,
    /// The form of the output.
    pub format: OutputFormat,
    /// The folder of temporary files.
    pub temporary: PathBuf,
    /// Where mails are put if nothing takes them.
    pub spool: PathBuf,
    /// What is kept of a database before it is replaced or migrated.
    pub safety_copies: SafetyCopies,
    pub(super) mail: MailConfig,
    pub(super) machine: Machine,
    /// Whether what was to be named turned out to be an empty list.
    pub(super) is_idle: Cell<bool>,
    pub(super) os_user: &'e dyn Fn() -> String,
    pub(super) var: &'e dyn Fn(&str) -> Option<String>,
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
        request: Request,
        rows: impl FnOnce(&Op<'_>, &Request, Sink<'_, T>) -> Result<()> + 'c,
    ) -> Reply<'c, Rows<T>> {
        Reply::list(Listing::new::<T>(request, move |request, sink| {
            self.app.read(action, |op| rows(op, request, sink))
        }))
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
        Reply::change(&self.confirming(action, |run, _| self.app.write(action, run, &workflow))?)
    }

    /// A verb whose report holds secrets that are printed once, alone where a person reads; its mails are delivered right
    /// after it if they are wanted now.
    pub fn write_revealing<T: Serialize + Told>(
        &self,
        action: Action,
        sends_now: bool,
        workflow: impl Fn(&mut WriteOp<'_>) -> Result<T>,
        secrets: impl FnOnce(&Done<T>) -> Vec<String>,
    ) -> Result<Reply<'static, Done<T>>> {
        self.check_fields(action, &workflow)?;
        let mut done = self.app.write(action, self.run(), |op| {
            op.sends_now = sends_now;
            workflow(op)
        })?;
        let is_complete = !sends_now || self.send_queued(&mut done);
        let secrets = secrets(&done);
        let reply = Reply::revealing(&done, secrets)?;
        Ok(if is_complete { reply } else { reply.incomplete() })
    }

    /// Delivers the mails that a change has queued, and says how it went (MAIL-6); false if any still waits. The change
    /// itself stands whatever comes of it.
    pub fn send_queued<T>(&self, done: &mut Done<T>) -> bool {
        if done.mails.is_empty() || done.dry_run {
            return true;
        }
        let sent = self.transports().and_then(|ways| send::send(&self.app, &ways, Which::Queued(&done.mails)));
        match sent {
            Ok(report) => {
                let told = report.body.results.iter().map(|one| match &one.error {
                    None => format!("the mail to `{}` is on its way", one.recipient),
                    Some(reason) => format!("the mail to `{}` waits in the outbox: {reason}", one.recipient),
                });
                done.notices.extend(told);
                report.body.is_complete()
            }
            Err(error) => {
                done.notices.push(format!("the mails wait in the outbox: {}", error.message));
                false
            }
        }
    }

    /// Finds wrong `--fields` in the report of a dry run, before anything is written.
    pub(super) fn check_fields<T: Serialize>(
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

    /// Who runs this on the machine, for the log (LOG-4).
    pub fn os_user(&self) -> String {
        (self.os_user)()
    }

    /// What takes mails to where they go (MAIL-5, MAIL-6).
    pub fn transports(&self) -> Result<Transports> {
        mailer::transports(&self.mail, &self.machine, &self.spool)
    }

    /// Tells the caller something beside the result, unless it wants quiet.
    pub fn notice(&self, text: &str) {
        if !self.globals.quiet {
            self.tell_line(&format!("notice: {text}"));
        }
    }

    /// Whether the output is read by a program.
    pub const fn prints_data(&self) -> bool {
        !self.format.is_table()
    }

    /// Passes on what was said already, on standard error.
    pub fn pass_on(&self, told: &[u8]) {
        // Whoever closed standard error does not want to be told.
        let _ = self.stderr.borrow_mut().write_all(told);
    }

    /// Says a line of prose to a person, as long as the terminal is wide.
    pub fn tell_line(&self, line: &str) {
        let width = self.terminal.stderr.then_some(self.terminal.columns());
        self.tell(&fitted(width, &cell::safe(line)));
    }

    /// Says something to a person, on standard error.
    pub fn tell(&self, text: &str) {
        // Whoever closed standard error does not want to be told.
        let _ = writeln!(self.stderr.borrow_mut(), "{text}");
    }
}
