//! `log verify`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::log;

/// Verify the activity log
///
/// Follows the chain of entries and finds any change, gap or reordering. Keep the head that it prints
/// elsewhere: with `--head` a cut tail is found as well (LOG-3). Exits with 1 if the log is not intact.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost log verify")]
pub struct Args {
    /// The head kept elsewhere
    #[arg(long, value_name = "HASH")]
    head: Option<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let verification = cx.app.read(Action::LogVerify, |op| log::verify(op.conn, args.head.as_deref()))?;
    Output::verdict(&verification, verification.intact)
}
