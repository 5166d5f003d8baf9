//! `completions`

use clap::Args;

use crate::cli::commands::verb::Verb;
use crate::cli::completion::Shell;
use crate::cli::context::Context;
use crate::cli::render::{Reply, Text};
use crate::domain::Result;

/// Print a shell's completion script
///
/// Completes commands, flags and words, and names from the database as far as you may view them: after `--to` business
/// units, after `group assign GROUP` users who are not in it. Without a session or a database, names are left out.
/// The script itself says how it is loaded for good.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost completions bash\n  provost completions fish")]
pub struct CompletionsVerb {
    /// bash, zsh, fish or powershell
    #[arg(value_name = "SHELL", hide_possible_values = true)]
    shell: Shell,
}

impl Verb for CompletionsVerb {
    type Prints = Text;

    fn run<'c>(self, _cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(Reply::text(self.shell.script().to_owned()))
    }
}
