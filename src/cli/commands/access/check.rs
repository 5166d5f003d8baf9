//! `access check`

use clap::Args as ClapArgs;

use std::cell::Cell;
use std::rc::Rc;

use crate::cli::commands::access::answers::sentence;
use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output, Tree};
use crate::domain::Result;
use crate::domain::{Action, Error};
use crate::service::Op;
use crate::service::access::check::{self, Checker, Line, Question};

/// Ask whether somebody may do something
///
/// Answers yes with exit code 0 and no with exit code 1; an unknown user, action or object is an error, never a no (ACC-1).
/// Without an object the question is whether the action is held at all.
///
/// With `-` as the user, lines `USER ACTION [OBJECT]`, or JSON with those keys, are read from standard input and answered in
/// order: exit code 3 if any name is unknown, else 1 if any answer is no.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost access check ann.keller@acme.example scan.launch asset:10.10.0.10\n  provost access check ann.keller@acme.example asset-group.assign --assume 'user role ann.keller@acme.example unit-manager'"
)]
pub struct Args {
    /// Whom it is about; `-` reads many lines
    #[arg(value_name = "LOGIN")]
    user: String,
    /// What is done, such as scan.launch
    #[arg(value_name = "ACTION")]
    action: Option<String>,
    /// What it is done to, such as asset:10.0.0.7
    #[arg(value_name = "KIND:NAME")]
    object: Option<String>,
    /// Answer as if this command had been run (repeatable)
    #[arg(long, value_name = "COMMAND")]
    assume: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    match (args.user.as_str(), args.action) {
        ("-", None) => many(cx, args.assume),
        (_, None) => Err(Error::usage("the action is missing")
            .rule("ACC-1")
            .hint("provost access check ann@acme.example scan.launch asset:10.0.0.7")),
        (_, Some(action)) => {
            let question = Question { user: args.user, action, object: args.object };
            let answer = cx.read_assuming(&args.assume, Action::AccessCheck, |op| check::check(op, &question))?;
            Output::answer(&answer, Tree::leaf(sentence(&answer)), u8::from(!answer.allowed))
        }
    }
}

/// Answers lines as they come, all in one snapshot; with assumptions they are read before the database is locked.
fn many<'c>(cx: &'c Context<'_>, assume: Vec<String>) -> Result<Output<'c>> {
    let code = Rc::new(Cell::new(0));
    let ending = Rc::clone(&code);
    let early = if assume.is_empty() { None } else { Some(all_lines(cx)?) };
    let answers = move |op: &Op<'_>, sink: &mut dyn FnMut(Line) -> Result<()>| {
        let mut checker = Checker::new(op);
        match early {
            Some(lines) => lines.iter().try_for_each(|line| sink(checker.line(line)?))?,
            None => cx.each_line(|_, line| sink(checker.line(line)?))?,
        }
        ending.set(checker.exit_code());
        Ok(())
    };
    Ok(cx.list_assuming(assume, Action::AccessCheck, ListArgs::default(), answers).ending_with(code))
}

fn all_lines(cx: &Context<'_>) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    cx.each_line(|_, line| {
        lines.push(line.to_owned());
        Ok(())
    })?;
    Ok(lines)
}
