//! Editing a user's fields.

use clap::Args;
use serde_json::{Value, json};

use crate::cli::commands::verb::Verb;
use crate::cli::commands::words::{clearable, optional};
use crate::cli::context::Context;
use crate::cli::render::Reply;
use crate::domain::user::NotifyScans;
use crate::domain::{Action, Result};
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

impl Verb for UserEdit {
    type Prints = Done<UserBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let request = edit::Request {
            user: self.user,
            login: optional(self.login.as_ref())?,
            profile: self.profile.parse()?,
            monitoring_role: clearable(self.monitoring_role.as_ref())?,
            must_change_password: self.must_change_password,
            password_never_expires: self.password_never_expires,
            notify_scans: self.notify.scans()?,
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
    first_name: Option<String>,
    /// Last name
    #[arg(long, value_name = "NAME")]
    last_name: Option<String>,
    /// E-mail address [default: the login]
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// Job title
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Telephone number
    #[arg(long, value_name = "TEXT")]
    phone: Option<String>,
    /// IANA time zone, such as Europe/Berlin
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
}

impl PersonalArgs {
    /// Parses the fields.
    ///
    /// # Errors
    /// `invalid` for a malformed value.
    pub fn parse(&self) -> Result<Profile> {
        Ok(Profile {
            first_name: optional(self.first_name.as_ref())?,
            last_name: optional(self.last_name.as_ref())?,
            email: clearable(self.email.as_ref())?,
            title: optional(self.title.as_ref())?,
            phone: optional(self.phone.as_ref())?,
            external_id: None,
            time_zone: optional(self.time_zone.as_ref())?,
        })
    }
}

/// Flags for all descriptive fields.
#[derive(Debug, Clone, Default, Args)]
pub struct ProfileArgs {
    #[command(flatten)]
    personal: PersonalArgs,
    /// Unique id in another system
    #[arg(long, value_name = "ID")]
    external_id: Option<String>,
}

impl ProfileArgs {
    /// What they say, as a row of a file would.
    pub fn row(&self) -> Value {
        let personal = &self.personal;
        json!({
            "first_name": personal.first_name, "last_name": personal.last_name, "email": personal.email,
            "title": personal.title, "phone": personal.phone, "time_zone": personal.time_zone,
            "external_id": self.external_id,
        })
    }

    /// Parses the fields.
    ///
    /// # Errors
    /// `invalid` for a malformed value.
    pub fn parse(&self) -> Result<Profile> {
        Ok(Profile { external_id: optional(self.external_id.as_ref())?, ..self.personal.parse()? })
    }
}

/// Flags for the mails a user wants (MAIL-3).
#[derive(Debug, Clone, Default, Args)]
pub struct NotifyArgs {
    /// Send scan summaries: none, own or all
    #[arg(long, value_name = "WHICH")]
    notify_scans: Option<String>,
    /// Send the ticket digest
    #[arg(long, value_name = "BOOL")]
    pub notify_tickets: Option<bool>,
}

impl NotifyArgs {
    /// Which scan summaries are sent.
    ///
    /// # Errors
    /// `invalid` for an unknown word.
    pub fn scans(&self) -> Result<Option<NotifyScans>> {
        optional(self.notify_scans.as_ref())
    }
}
