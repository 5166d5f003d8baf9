//! `auth-record delete`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::auth_record;

/// Delete authentication records
///
/// Deletes records.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost auth-record delete 'EMEA Unix' --yes")]
pub struct Args {
    /// The records; `-` reads them from standard input
    #[arg(value_name = "RECORD", required = true)]
    records: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let records = cx.objects(args.records, "name")?;
    cx.destroy(Action::AuthRecordDelete, |op| auth_record::delete(op, &records))
}
