//! `completions`

use clap::Args as ClapArgs;

use crate::cli::completion::Shell;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::Result;

/// Print a shell's completion script
///
/// Completes commands, flags and words, and names from the database as far as you may view them: after `--to` business
/// units, after `group assign GROUP` users who are not in it. Without a session or a database, names are left out.
/// The script itself says how it is loaded for good.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost completions bash\n  provost completions fish")]
pub struct Args {
    /// bash, zsh, fish or powershell
    #[arg(value_name = "SHELL", hide_possible_values = true)]
    shell: Shell,
}

/// Runs the command.
pub fn run<'c>(args: Args, _cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(Output::Text(args.shell.script().to_owned()))
}
