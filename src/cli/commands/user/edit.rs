//! Editing a user's fields.

use clap::Args;

use crate::cli::commands::verb::Verb;
use crate::cli::context::Context;
use crate::cli::render::Reply;
use crate::domain::reference::UserRef;
use crate::domain::user::NotifyScans;
use crate::domain::{Action, Given, Line, Login, MonitoringRole, Result};
use crate::service::Done;
use crate::service::user::edit;
use crate::service::user::profile::Profile;
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

/// Flags for the fields that users change themselves; an empty value clears one (USER-10).
#[derive(Debug, Clone, Default, Args)]
pub struct PersonalArgs {
    /// First name
    #[arg(long, value_name = "NAME")]
    first_name: Option<Given<Line>>,
    /// Last name
    #[arg(long, value_name = "NAME")]
    last_name: Option<Given<Line>>,
    /// E-mail address [default: the login]
    #[arg(long, value_name = "ADDRESS")]
    email: Option<Given<Login>>,
    /// Job title
    #[arg(long, value_name = "TEXT")]
    title: Option<Given<Line>>,
    /// Telephone number
    #[arg(long, value_name = "TEXT")]
    phone: Option<Given<Line>>,
    /// IANA time zone, such as Europe/Berlin
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<Given<Line>>,
}

impl PersonalArgs {
    /// What they say.
    pub fn profile(self) -> Profile {
        Profile {
            first_name: self.first_name.into(),
            last_name: self.last_name.into(),
            email: self.email.into(),
            title: self.title.into(),
            phone: self.phone.into(),
            external_id: Given::Unsaid,
            time_zone: self.time_zone.into(),
        }
    }
}

/// Flags for all descriptive fields.
#[derive(Debug, Clone, Default, Args)]
pub struct ProfileArgs {
    #[command(flatten)]
    personal: PersonalArgs,
    /// Unique id in another system
    #[arg(long, value_name = "ID")]
    external_id: Option<Given<Line>>,
}

impl ProfileArgs {
    /// What they say.
    pub fn profile(self) -> Profile {
        Profile { external_id: self.external_id.into(), ..self.personal.profile() }
    }
}

/// Flags for the mails a user wants (MAIL-3).
#[derive(Debug, Clone, Default, Args)]
pub struct NotifyArgs {
    /// Send scan summaries: none, own or all
    #[arg(long, value_name = "WHICH")]
    pub notify_scans: Option<NotifyScans>,
    /// Send the ticket digest
    #[arg(long, value_name = "BOOL")]
    pub notify_tickets: Option<bool>,
}
