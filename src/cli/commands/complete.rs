//! `__complete`, which the scripts of `completions` call

use clap::Args;

use crate::cli::commands::verb::Verb;
use crate::cli::completion::{Shell, candidates};
use crate::cli::context::Context;
use crate::cli::render::{Reply, Text};
use crate::domain::Result;

/// Answer a shell
#[derive(Debug, Args)]
#[command(hide = true)]
pub struct CompleteVerb {
    /// The shell that asks
    #[arg(value_name = "SHELL")]
    shell: Shell,
    /// The words behind the program's name; the last one is being typed
    #[arg(last = true, value_name = "WORD")]
    words: Vec<String>,
}

impl Verb for CompleteVerb {
    type Prints = Text;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let (words, quote) = self.shell.read(&self.words);
        Ok(Reply::text(self.shell.write(candidates::answer(cx, &words), quote)))
    }
}
