//! `fim incident review`

use clap::Args as ClapArgs;

use crate::cli::commands::words::optional;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::fim::incident;

/// Review an incident
///
/// Notes what the review of an incident came to; any approval but `pending` closes it. Only for its reviewers (FIM-7).
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim incident review 1 --approval approved --comment 'Planned upgrade'")]
pub struct Args {
    /// The number of the incident
    #[arg(value_name = "ID")]
    incident: String,
    /// approved, unapproved, policy-violation or pending
    #[arg(long, value_name = "WORD")]
    approval: String,
    /// What is to be said about it
    #[arg(long, value_name = "TEXT")]
    comment: Option<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let approval = args.approval.parse()?;
    let comment = optional(args.comment.as_ref())?;
    cx.write(Action::FimIncidentReview, |op| incident::review(op, &args.incident, approval, comment.as_ref()))
}
