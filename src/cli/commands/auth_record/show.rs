//! `auth-record show`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::auth_record;

/// Show an authentication record
///
/// Shows one record.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost auth-record show 'EMEA Unix'")]
pub struct Args {
    /// The record: name or id
    #[arg(value_name = "RECORD")]
    record: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.show(Action::AuthRecordView, |op| auth_record::show(op, &args.record))
}
