//! `remediation-policy delete`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::remediation_policy;

/// Delete remediation policies
///
/// Deletes policies; tickets that exist stay.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost remediation-policy delete 'EMEA default' --yes")]
pub struct Args {
    /// The policies; `-` reads them from standard input
    #[arg(value_name = "POLICY", required = true)]
    policies: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let policies = cx.objects(args.policies, "name")?;
    cx.destroy(Action::RemediationPolicyDelete, |op| remediation_policy::delete(op, &policies))
}
