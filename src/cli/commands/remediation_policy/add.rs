//! `remediation-policy add`

use clap::Args as ClapArgs;
use serde_json::json;

use crate::cli::commands::existing::ExistingArgs;
use crate::cli::commands::words::optional;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::bulk::BulkKind;
use crate::service::remediation_policy::PolicyBody;
use crate::service::remediation_policy::{self, Request};

/// Add a remediation policy
///
/// Says whose tickets the findings of a scan become: those of a user, or of whoever runs the scan (POL-1).
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost remediation-policy add 'Critical first' --assignee ann.keller@acme.example --bu EMEA"
)]
pub struct Args {
    /// Its name
    #[arg(value_name = "NAME")]
    name: String,
    /// Who gets the tickets [default: user-running-scan]
    #[arg(long, value_name = "LOGIN")]
    assignee: Option<String>,
    /// The business unit; a unit manager's own by default
    #[arg(long, value_name = "UNIT")]
    bu: Option<String>,
    /// Comments
    #[arg(long, value_name = "TEXT")]
    comments: Option<String>,
    #[command(flatten)]
    existing: ExistingArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    if let Some(policy) = args.existing.policy()? {
        let row = json!({
            "name": args.name, "unit": args.bu, "assignee": args.assignee, "comments": args.comments,
        });
        return cx.add_once((Action::RemediationPolicyAdd, BulkKind::RemediationPolicies), policy, row, |op, id, _| {
            Ok(PolicyBody { remediation_policy: remediation_policy::show(op, &format!("id:{id}"))? })
        });
    }
    let request = Request {
        name: args.name.parse()?,
        unit: args.bu,
        assignee: args.assignee,
        comments: optional(args.comments.as_ref())?,
    };
    cx.write(Action::RemediationPolicyAdd, |op| remediation_policy::add(op, &request))
}
