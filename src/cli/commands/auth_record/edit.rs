//! `auth-record edit`

use clap::Args as ClapArgs;

use crate::cli::commands::words::optional;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::auth_record::{self, Edit};

/// Edit an authentication record
///
/// Changes the named fields; an empty value clears one.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost auth-record edit 'EMEA Unix' --account audit --add-target 'Paris Office'")]
pub struct Args {
    /// The record: name or id
    #[arg(value_name = "RECORD")]
    record: String,
    /// The new name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// What it signs in to
    #[arg(long, value_name = "KIND")]
    technology: Option<String>,
    /// The account to sign in with
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
    /// It is for this group, too (repeatable)
    #[arg(long, value_name = "GROUP")]
    add_target: Vec<String>,
    /// It is for this group no longer (repeatable)
    #[arg(long, value_name = "GROUP")]
    remove_target: Vec<String>,
    /// Comments
    #[arg(long, value_name = "TEXT")]
    comments: Option<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let request = Edit {
        record: args.record,
        name: optional(args.name.as_ref())?,
        technology: optional(args.technology.as_ref())?,
        account: optional(args.account.as_ref())?,
        add_targets: args.add_target,
        remove_targets: args.remove_target,
        comments: optional(args.comments.as_ref())?,
    };
    cx.write(Action::AuthRecordEdit, |op| auth_record::edit(op, &request))
}
