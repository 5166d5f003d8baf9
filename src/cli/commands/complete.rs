//! `__complete`, which the scripts of `completions` call

use clap::Args as ClapArgs;

use crate::cli::completion::{Shell, candidates};
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::Result;

/// Answer a shell
#[derive(Debug, ClapArgs)]
#[command(hide = true)]
pub struct Args {
    /// The shell that asks
    #[arg(value_name = "SHELL")]
    shell: Shell,
    /// The words behind the program's name; the last one is being typed
    #[arg(last = true, value_name = "WORD")]
    words: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let (words, quote) = args.shell.read(&args.words);
    Ok(Output::Text(args.shell.write(candidates::answer(cx, &words), quote)))
}
