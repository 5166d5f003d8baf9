//! `account questions`

use std::cell::RefCell;

use clap::Args as ClapArgs;

use crate::cli::commands::words::parse_all;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::cli::secrets::{SecretArgs, Secrets};
use crate::domain::question::{COUNT, SecretQuestion};
use crate::domain::{Error, Result};
use crate::service::account::questions;

/// Set your secret questions
///
/// Three questions whose answers let you reset a forgotten password (PASS-7), where the organisation allows it.
/// Asks for your present password first, then for the answers, which are kept as hashes and are case-sensitive.
/// On standard input: the password and the three answers, one a line.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost account questions --question first-pet --question first-job --question favourite-book --password-file answers.txt"
)]
pub struct Args {
    /// A question to answer (three times)
    #[arg(long, value_name = "QUESTION")]
    question: Vec<String>,
    /// Remove your questions
    #[arg(long, conflicts_with = "question")]
    clear: bool,
    #[command(flatten)]
    secret: SecretArgs,
}

/// The questions named, or asked for at the terminal.
fn chosen(args: &Args, cx: &Context<'_>) -> Result<Vec<SecretQuestion>> {
    if args.clear || !args.question.is_empty() {
        return parse_all(&args.question);
    }
    if !cx.can_ask() {
        return Err(Error::usage("the questions are missing")
            .rule("PASS-7")
            .hint(format!("add `--question` three times: {}", SecretQuestion::WORDS.join(", "))));
    }
    for question in SecretQuestion::ALL {
        cx.tell(&format!("  {question:<18} {}", question.text()));
    }
    let typed = (1..=COUNT).map(|at| cx.prompt().line(&format!("Question {at} of {COUNT}:")));
    parse_all(&typed.collect::<Result<Vec<_>>>()?)
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.refuse_dry_run("account questions")?;
    let questions = chosen(&args, cx)?;
    let secrets = RefCell::new(Secrets::open(&args.secret, cx)?);
    let done = questions::set(
        &cx.app,
        &questions,
        || secrets.borrow_mut().existing("Present password"),
        |question| secrets.borrow_mut().existing(question.text()),
    )?;
    Output::change(&done)
}
