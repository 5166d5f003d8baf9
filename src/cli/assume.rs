//! Answering as if something had been done: the commands run within a transaction that is never committed (ACC-4).

use std::cell::RefCell;
use std::ffi::OsString;

use super::commands::{self, stands_alone};
use super::context::Context;
use super::prompt::Prompt;
use super::render::{ListArgs, Listing, Output, Tabular};
use super::run::usage_error;
use crate::domain::text::printable;
use crate::domain::{Action, Error, Kind, Result, Secret};
use crate::service::{App, Op};
use crate::store::{Conn, OpenMode};

/// Nobody is asked about an assumption.
struct Nobody;

impl Prompt for Nobody {
    fn line(&self, _question: &str) -> Result<String> {
        Err(unanswered())
    }

    fn secret(&self, _question: &str) -> Result<Secret> {
        Err(unanswered())
    }
}

fn unanswered() -> Error {
    Error::usage("an assumption asks for nothing").rule("ACC-4").hint("give every answer as a flag")
}

impl Context<'_> {
    /// Reads as if the given commands had been run, with the actor's own rights.
    ///
    /// # Errors
    /// Whatever a command refuses, and `usage` for one that does more than change the database.
    pub fn read_assuming<T>(
        &self,
        assumptions: &[String],
        action: Action,
        workflow: impl FnOnce(&Op<'_>) -> Result<T>,
    ) -> Result<T> {
        if assumptions.is_empty() {
            return self.app.read(action, workflow);
        }
        // Whoever may not ask learns it before anything is tried.
        self.app.read(action, |_| Ok(()))?;
        let conn = self.app.open(OpenMode::Write)?;
        let transaction = conn.begin_write()?;
        for line in assumptions {
            self.assume(line, &conn).map_err(|error| error.hint(format!("it was assumed: `{}`", printable(line))))?;
        }
        let answer = self.app_within(&conn).read(action, workflow);
        drop(transaction);
        answer
    }

    /// A list that is read as if the given commands had been run.
    pub fn list_assuming<'c, T: serde::Serialize + Tabular>(
        &'c self,
        assumptions: Vec<String>,
        action: Action,
        args: ListArgs,
        rows: impl FnOnce(&Op<'_>, &mut dyn FnMut(T) -> Result<()>) -> Result<()> + 'c,
    ) -> Output<'c> {
        Output::List(Listing::new::<T>(args, move |sink| self.read_assuming(&assumptions, action, |op| rows(op, sink))))
    }

    fn app_within<'x>(&'x self, conn: &'x Conn) -> App<'x> {
        App {
            path: self.app.path.clone(),
            client: self.app.client.clone(),
            reason: self.app.reason.clone(),
            within: Some(conn),
            ..self.app
        }
    }

    /// Runs one command within the transaction, and prints nothing of what it says.
    fn assume(&self, line: &str, conn: &Conn) -> Result<()> {
        let words = shell_words::split(line)
            .map_err(|error| Error::usage(format!("`{}` cannot be read: {error}", printable(line))).rule("ACC-4"))?;
        let words = words.strip_prefix(&["provost".to_owned()][..]).unwrap_or(&words);
        let args: Vec<OsString> =
            std::iter::once("provost").chain(words.iter().map(String::as_str)).map(Into::into).collect();
        let mut cli = commands::parse(&args).map_err(|error| usage_error(&error).rule("ACC-4"))?;
        if stands_alone(&cli.command.path()) || cli.globals.db.is_some() {
            return Err(no_assumption(line));
        }
        cli.globals.yes = true;
        cli.globals.dry_run = false;
        cli.globals.fields.clear();
        let (mut stdin, mut stderr) = (std::io::empty(), std::io::sink());
        let inner = Context {
            app: self.app_within(conn),
            globals: cli.globals,
            terminal: Default::default(),
            temporary: self.temporary.clone(),
            mail: self.mail.clone(),
            prompt: &Nobody,
            stdin: RefCell::new(&mut stdin),
            stderr: RefCell::new(&mut stderr),
            ..*self
        };
        match cli.command.run(&inner)? {
            Output::Change { .. } => Ok(()),
            _ => Err(no_assumption(line)),
        }
    }
}

fn no_assumption(line: &str) -> Error {
    Error::new(
        Kind::Usage,
        format!("`{}` is no change of the database alone, so it cannot be assumed", printable(line)),
    )
    .rule("ACC-4")
    .hint("assume a change, such as `--assume 'group assign OPS ann@acme.example'`")
}
