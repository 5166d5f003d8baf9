//! The fields of a user: as flags, and as columns of lists.

use clap::Args;
use serde_json::Value;

use crate::cli::render::tabular::{Tabular, is_true};
use crate::domain::record::User;
use crate::domain::user::NotifyScans;
use crate::domain::zone::ZoneName;
use crate::domain::{Given, Line, Login};
use crate::service::user::draft::Profile;

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
    time_zone: Option<Given<ZoneName>>,
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

impl Tabular for User {
    const SHOWN: &'static [&'static str] = &["id", "login", "role", "unit", "status"];

    /// Primary contacts bear a mark (UNIT-6).
    fn mark(key: &str, text: String, row: &Value) -> String {
        if key == "login" && is_true(row, "primary_contact") { format!("{text} *") } else { text }
    }

    fn is_faint(row: &Value) -> bool {
        row.get("status").and_then(Value::as_str) == Some("inactive")
    }
}
