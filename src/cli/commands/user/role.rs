//! `user role`

use clap::Args as ClapArgs;

use crate::cli::commands::answers::AnswerArgs;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::user::role;

/// Change a user's role
///
/// Changes the role. Where that takes the user into or out of a unit, or in managed mode, it is a move
/// with the same questions and the same report as `bu move` (UNIT-3, MOVE-10).
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost user role clara.dupont@acme.example scanner\n  provost user role lena.fox@acme.example scanner --bu Labs --configs keep --asset-groups leave --yes"
)]
pub struct Args {
    /// The user
    #[arg(value_name = "LOGIN")]
    user: String,
    /// The new role
    #[arg(value_name = "ROLE")]
    role: String,
    /// The business unit to enter
    #[arg(long, value_name = "UNIT", conflicts_with = "unassign")]
    bu: Option<String>,
    /// Leave the business unit
    #[arg(long)]
    unassign: bool,
    #[command(flatten)]
    answers: AnswerArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let role = args.role.parse()?;
    args.answers.parse()?;
    cx.destroy_asking(
        Action::UserRole,
        |op, asked| {
            let (answers, primary_contact) = args.answers.clone().with(asked).parse()?;
            let request = role::Request {
                user: args.user.clone(),
                role,
                unit: args.bu.clone(),
                unassign: args.unassign,
                answers,
                primary_contact,
            };
            role::set(op, &request)
        },
        |done| !done.body.moves.is_empty(),
    )
}
