//! What is said of a user, by flags or by a row: its descriptive fields, and the rest (USER-1, USER-10).

use crate::domain::record::User;
use crate::domain::sheet::column::{SheetColumn, list, text};
use crate::domain::user::NotifyScans;
use crate::domain::zone::ZoneName;
use crate::domain::{Level, Line, Login, MonitoringRole, Permission, Result, Role, Status};
use crate::service::draft::draft;

/// The columns in which rows say it; what belongs to others besides is taken in by itself.
pub const COLUMNS: &[SheetColumn] = &[
    text("login", "nina.berg@acme.example").naming(),
    text("first_name", "Nina"),
    text("last_name", "Berg"),
    text("email", ""),
    text("title", "Analyst"),
    text("phone", ""),
    text("external_id", "00600"),
    text("role", "scanner").lasting(),
    text("unit", "EMEA"),
    text("level", "default"),
    text("monitoring_role", ""),
    text("status", "").lasting(),
    list("groups", ""),
    list("asset_groups", "Frankfurt Core|Paris Office"),
    list("tag_scope", ""),
    list("projects", ""),
    list("permissions", ""),
    text("api_only", "false").lasting(),
    text("password_never_expires", "false").lasting(),
    text("time_zone", "Europe/Berlin"),
    text("password", "").taken_only(),
    text("must_change_password", "").lasting().beside(),
    text("notify_scans", "").lasting().beside(),
    text("notify_tickets", "").lasting().beside(),
];

draft! {
    /// The descriptive fields of a user.
    Profile {
        /// First name.
        first_name: Line = word,
        /// Last name.
        last_name: Line = word,
        /// E-mail address; cleared, it is the login.
        email: Login = word,
        /// Job title.
        title: Line = word,
        /// Telephone number.
        phone: Line = word,
        /// The id in another system, unique.
        external_id: Line = word,
        /// The IANA time zone.
        time_zone: ZoneName = word,
    }
}

/// The fields that are plain text in the record of a user, before and behind the e-mail address.
macro_rules! texts {
    ($($before:ident),+; $($behind:ident),+ $(,)?) => {
        impl Profile {
            fn write_texts(&self, user: &mut User) {
                $(self.$before.write(&mut user.$before);)+
                $(self.$behind.write(&mut user.$behind);)+
            }

            /// The descriptive fields of a user that say something of their own, in order.
            pub fn texts(user: &User) -> impl Iterator<Item = (&'static str, &str)> {
                let own_email = (user.email != user.login).then_some(user.email.as_str());
                let texts = [
                    $((stringify!($before), user.$before.as_deref()),)+
                    ("email", own_email),
                    $((stringify!($behind), user.$behind.as_deref()),)+
                ];
                texts.into_iter().filter_map(|(field, text)| Some((field, text?)))
            }
        }
    };
}

texts!(first_name, last_name; title, phone, external_id, time_zone);

impl Profile {
    /// First and last name, as far as they are given; for checking passwords.
    pub fn names(&self) -> Vec<&str> {
        [&self.first_name, &self.last_name]
            .into_iter()
            .filter_map(|name| name.as_ref().value())
            .map(Line::as_str)
            .collect()
    }

    /// Writes the given fields into a user.
    ///
    /// # Errors
    /// `invalid` for an unknown time zone.
    pub fn apply(&self, user: &mut User) -> Result<()> {
        self.write_texts(user);
        if self.email.is_said() {
            user.email = self.email.text().unwrap_or_else(|| user.login.clone());
        }
        Ok(())
    }
}

draft! {
    /// What is said of a user, by flags or by a row.
    UserDraft {
        /// The name at sign-in.
        login: Login = word,
    }
    with profile: Profile {
        /// The subscription role.
        role: Role = word,
        /// The business unit.
        unit: String = text,
        /// The administrative level.
        level: Level = word,
        /// The monitoring role; cleared, it is the one the role implies.
        monitoring_role: MonitoringRole = word,
        /// The state (USER-2).
        status: Status = word,
        /// The user groups it belongs to.
        groups: Vec<String> = list,
        /// The asset groups that are assigned to it.
        asset_groups: Vec<String> = list,
        /// The tags in its scope.
        tag_scope: Vec<String> = list,
        /// The extended permissions.
        permissions: Vec<Permission> = words,
        /// Whether only programs sign in as this user.
        api_only: bool = flag,
        /// Whether the password never expires (PASS-4).
        password_never_expires: bool = flag,
        /// Which scan summaries are sent (MAIL-3).
        notify_scans: NotifyScans = word,
        /// Whether the ticket digest is sent.
        notify_tickets: bool = flag,
    }
}
