//! `user edit`

use clap::Args as ClapArgs;

use crate::cli::commands::user::profile::{NotifyArgs, ProfileArgs};
use crate::cli::commands::words::{clearable, optional};
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::user::edit;

/// Edit a user's fields
///
/// Changes the named fields; an empty value clears one, and a field not named stays. Role, level, unit,
/// permissions and groups have verbs of their own.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost user edit ana.silva@acme.example --title 'Senior Analyst' --phone ''\n  provost user edit ana.silva@acme.example --must-change-password true"
)]
pub struct Args {
    /// The user
    #[arg(value_name = "LOGIN")]
    user: String,
    /// The new login
    #[arg(long, value_name = "LOGIN")]
    login: Option<String>,
    #[command(flatten)]
    profile: ProfileArgs,
    /// The monitoring role
    #[arg(long, value_name = "ROLE")]
    monitoring_role: Option<String>,
    /// Force a new password at the next sign-in
    #[arg(long, value_name = "BOOL")]
    must_change_password: Option<bool>,
    /// Never expire the password of an api-only user
    #[arg(long, value_name = "BOOL")]
    password_never_expires: Option<bool>,
    #[command(flatten)]
    notify: NotifyArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let request = edit::Request {
        user: args.user,
        login: optional(args.login.as_ref())?,
        profile: args.profile.parse()?,
        monitoring_role: clearable(args.monitoring_role.as_ref())?,
        must_change_password: args.must_change_password,
        password_never_expires: args.password_never_expires,
        notify_scans: args.notify.scans()?,
        notify_tickets: args.notify.notify_tickets,
    };
    cx.write(Action::UserEdit, |op| edit::edit(op, &request))
}
