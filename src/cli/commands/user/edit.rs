//! Editing a user's fields.

use clap::Args;

use crate::cli::commands::user::fields::{NotifyArgs, ProfileArgs};
use crate::cli::commands::verb::Verb;
use crate::cli::context::Context;
use crate::cli::render::Reply;
use crate::domain::reference::UserRef;
use crate::domain::{Action, Given, Login, MonitoringRole, Result};
use crate::service::Done;
use crate::service::user::edit;
use crate::service::user::view::UserBody;

/// Edit a user's fields
///
/// Changes the named fields; an empty value clears one, and a field not named stays. Role, level, unit,
/// permissions and groups have verbs of their own.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost user edit ana.silva@acme.example --title 'Senior Analyst' --phone ''\n  provost user edit ana.silva@acme.example --must-change-password true"
)]
pub struct UserEdit {
    /// The user
    #[arg(value_name = "LOGIN")]
    user: UserRef,
    /// The new login
    #[arg(long, value_name = "LOGIN")]
    login: Option<Login>,
    #[command(flatten)]
    profile: ProfileArgs,
    /// The monitoring role
    #[arg(long, value_name = "ROLE")]
    monitoring_role: Option<Given<MonitoringRole>>,
    /// Force a new password at the next sign-in
    #[arg(long, value_name = "BOOL")]
    must_change_password: Option<bool>,
    /// Never expire the password of an api-only user
    #[arg(long, value_name = "BOOL")]
    password_never_expires: Option<bool>,
    #[command(flatten)]
    notify: NotifyArgs,
}

impl Verb for UserEdit {
    type Prints = Done<UserBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let request = edit::Request {
            user: self.user.into(),
            login: self.login,
            profile: self.profile.profile(),
            monitoring_role: self.monitoring_role.into(),
            must_change_password: self.must_change_password,
            password_never_expires: self.password_never_expires,
            notify_scans: self.notify.notify_scans,
            notify_tickets: self.notify.notify_tickets,
        };
        cx.write(Action::UserEdit, |op| edit::edit(op, &request))
    }
}
