//! The descriptive fields of a user, as flags.

use clap::Args;

use crate::cli::commands::words::{clearable, optional};
use crate::domain::Result;
use crate::service::user::add::Profile;

/// Flags for the descriptive fields; an empty value clears one (USER-10).
#[derive(Debug, Clone, Default, Args)]
pub struct ProfileArgs {
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
    /// Unique id in another system
    #[arg(long, value_name = "ID")]
    external_id: Option<String>,
    /// IANA time zone, such as Europe/Berlin
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
}

impl ProfileArgs {
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
            external_id: optional(self.external_id.as_ref())?,
            time_zone: optional(self.time_zone.as_ref())?,
        })
    }
}
