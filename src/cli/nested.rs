//! Commands that run as a part of another one, within its transaction or beside it.

use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::ffi::OsString;
use std::io::{BufRead, Write};
use std::path::PathBuf;

use clap::builder::ValueParser;
use clap::error::ErrorKind;

use super::commands::{self, Cli, stands_alone};
use super::context::Context;
use super::globals::Globals;
use super::mark::{VALUE, without_mark};
use super::prompt::Prompt;
use super::run::usage_error;
use crate::domain::text::printable;
use crate::domain::{Error, Result, Secret};
use crate::service::App;
use crate::service::app::Within;

/// Nobody is asked in the middle of something else.
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
    Error::usage("nobody can be asked here").hint("give every answer as a flag")
}

/// The grammar in which marked words are read without their mark.
fn reading_marks(command: clap::Command) -> clap::Command {
    let text: fn(&str) -> std::result::Result<String, Infallible> = |word| Ok(without_mark(word).to_owned());
    let path: fn(&str) -> std::result::Result<PathBuf, Infallible> = |word| Ok(without_mark(word).into());
    let reading = |arg: clap::Arg| match arg.get_value_parser().type_id() {
        of if of == ValueParser::string().type_id() => arg.value_parser(text),
        of if of == ValueParser::path_buf().type_id() => arg.value_parser(path),
        _ => arg,
    };
    command.mut_args(reading).mut_subcommands(reading_marks)
}

/// Reads the words of a command that is a part of another one.
pub fn parse(words: &[String]) -> Result<Cli> {
    let args: Vec<OsString> =
        std::iter::once("provost").chain(words.iter().map(String::as_str)).map(Into::into).collect();
    if words.is_empty() {
        return Err(Error::usage("no command is given").hint("write one, such as `group add OPS`"));
    }
    let is_marked = words.iter().any(|word| word.starts_with(VALUE));
    let adapted = |grammar| if is_marked { reading_marks(grammar) } else { grammar };
    let cli = commands::parse_one_of_many(&args, adapted).map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            Error::usage(format!("`{}` is no whole command", printable(&words.join(" "))))
                .hint("`provost NOUN VERB --help` tells what it takes")
        }
        _ => {
            let mut error = usage_error(&error, &args);
            error.message = error.message.replace(VALUE, "");
            error.hints.iter_mut().for_each(|hint| *hint = hint.replace(VALUE, ""));
            error
        }
    })?;
    let path = cli.command.path();
    // What is sent cannot be taken back with the rest.
    let reaches_out =
        words.iter().any(|word| ["--password-stdin", "--password-file", "--send"].contains(&word.as_str()));
    if words.iter().any(|word| word == "-") {
        let instead =
            if path == ["import"] { "name the file: `import KIND FILE`" } else { "write the names themselves" };
        return Err(Error::usage("there is no standard input in the middle of something else").hint(instead));
    }
    let asks = path == ["user", "password"] && words.iter().any(|word| word == "--set");
    if stands_alone(&path) || reaches_out || asks || cli.globals.db.is_some() {
        return Err(Error::usage(format!("`{}` cannot be a part of something else", path.join(" ")))
            .hint("run it by itself: it reads or prints secrets, sends mail, works on a file of its own, or takes something back"));
    }
    if cli.globals.at.is_some() {
        return Err(Error::usage("the past cannot be asked about in the middle of something else")
            .rule("TIME-1")
            .hint("ask by a command of its own"));
    }
    Ok(cli)
}

impl Context<'_> {
    /// The same application, working within an open transaction.
    pub(super) fn app_within<'x>(&'x self, within: Option<&'x Within<'x>>, reason: Option<String>) -> App<'x> {
        App {
            database: self.app.database.clone(),
            client: self.app.client.clone(),
            reason: reason.or_else(|| self.app.reason.clone()),
            within,
            ..self.app
        }
    }

    /// The surroundings of a command that is a part of this one: nothing to read, nobody to ask.
    pub(super) fn nested<'x>(
        &'x self,
        within: Option<&'x Within<'x>>,
        globals: Globals,
        stdin: &'x mut dyn BufRead,
        stderr: &'x mut dyn Write,
    ) -> Context<'x> {
        Context {
            app: App { is_dry: self.app.is_dry || globals.dry_run, ..self.app_within(within, globals.reason.clone()) },
            globals,
            terminal: Default::default(),
            temporary: self.temporary.clone(),
            mail: self.mail.clone(),
            machine: self.machine.clone(),
            prompt: &Nobody,
            is_idle: Cell::new(false),
            stdin: RefCell::new(stdin),
            stderr: RefCell::new(stderr),
            spool: self.spool.clone(),
            safety_copies: self.safety_copies.clone(),
            ..*self
        }
    }
}
