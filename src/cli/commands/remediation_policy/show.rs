//! `remediation-policy show`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::remediation_policy;

/// Show a remediation policy
///
/// Shows one policy.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost remediation-policy show 'EMEA default'")]
pub struct Args {
    /// The policy: name or id
    #[arg(value_name = "POLICY")]
    policy: String,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.show(Action::RemediationPolicyView, |op| remediation_policy::show(op, &args.policy))
}
