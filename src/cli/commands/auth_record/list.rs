//! `auth-record list`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::record::AuthRecord;
use crate::domain::{Action, Result};
use crate::service::auth_record;

/// List authentication records
///
/// Shows every record that you may view.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost auth-record list")]
pub struct Args {
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list::<AuthRecord>(Action::AuthRecordView, args.list, auth_record::list))
}
