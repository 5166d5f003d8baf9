//! `bu move`

use clap::Args as ClapArgs;

use crate::cli::commands::answers::AnswerArgs;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::moving;

/// Move users between business units
///
/// Moves users into a unit, or out of theirs, with their configurations and asset groups, in one
/// transaction. Two questions are asked where the users have such things: what becomes of the
/// configurations, and whether access to the asset groups is kept (section 7 of the rules). `--dry-run`
/// gives the exact report of what would happen.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost bu move ana.silva@acme.example --to EMEA --configs keep --asset-groups keep --dry-run\n  provost bu move ana.silva@acme.example lee.chen@acme.example --to EMEA --configs keep --asset-groups leave --yes\n  provost bu move ben.osei@acme.example --unassign --configs delete --asset-groups leave --yes"
)]
pub struct Args {
    /// The users, or `-` for standard input
    #[arg(value_name = "USER", required = true)]
    users: Vec<String>,
    /// The business unit to enter
    #[arg(long, value_name = "UNIT", required_unless_present = "unassign", conflicts_with = "unassign")]
    to: Option<String>,
    /// Leave the business unit
    #[arg(long)]
    unassign: bool,
    #[command(flatten)]
    answers: AnswerArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let users = cx.objects(args.users, "login")?;
    args.answers.parse()?;
    cx.destroy_asking(
        Action::BuMove,
        |op, asked| {
            let (answers, primary_contact) = args.answers.clone().with(asked).parse()?;
            let request = moving::Request { users: users.clone(), to: args.to.clone(), answers, primary_contact };
            moving::move_users(op, &request)
        },
        |_| true,
    )
}
