//! `remediation-policy edit`

use clap::Args as ClapArgs;

use crate::cli::commands::words::optional;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::remediation_policy::{self, Edit};

/// Edit a remediation policy
///
/// Changes the named fields; an empty assignee stands for whoever runs the scan.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost remediation-policy edit 'EMEA default' --assignee user-running-scan")]
pub struct Args {
    /// The policy: name or id
    #[arg(value_name = "POLICY")]
    policy: String,
    /// The new name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Who gets the tickets
    #[arg(long, value_name = "LOGIN")]
    assignee: Option<String>,
    /// Comments
    #[arg(long, value_name = "TEXT")]
    comments: Option<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let request = Edit {
        policy: args.policy,
        name: optional(args.name.as_ref())?,
        assignee: args.assignee,
        comments: optional(args.comments.as_ref())?,
    };
    cx.write(Action::RemediationPolicyEdit, |op| remediation_policy::edit(op, &request))
}
