//! `account edit`

use clap::Args as ClapArgs;

use crate::cli::commands::user::profile::{NotifyArgs, PersonalArgs};
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::account::edit;

/// Edit your account
///
/// Changes your own fields; an empty value clears one. Another e-mail address ends links that were sent to you.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost account edit --phone '+49 69 555 0199' --notify-scans all")]
pub struct Args {
    #[command(flatten)]
    profile: PersonalArgs,
    #[command(flatten)]
    notify: NotifyArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let request = edit::Request {
        profile: args.profile.parse()?,
        notify_scans: args.notify.scans()?,
        notify_tickets: args.notify.notify_tickets,
    };
    cx.write(Action::AccountEdit, |op| edit::edit(op, &request))
}
