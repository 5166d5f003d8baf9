//! `remediation-policy list`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::record::RemediationPolicy;
use crate::domain::{Action, Result};
use crate::service::remediation_policy;

/// List remediation policies
///
/// Shows every policy that you may view.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost remediation-policy list")]
pub struct Args {
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list::<RemediationPolicy>(Action::RemediationPolicyView, args.list, remediation_policy::list))
}
