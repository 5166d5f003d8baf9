//! The descriptive fields of a user (USER-1, USER-10).

use crate::domain::record::User;
use crate::domain::{Line, Login, Result};
use crate::service::draft::draft;

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
        time_zone: Line = word,
    }
}

impl Profile {
    /// These fields laid over others: what is not given here is taken from there.
    #[must_use]
    pub fn over(self, below: Self) -> Self {
        Self {
            first_name: self.first_name.or(below.first_name),
            last_name: self.last_name.or(below.last_name),
            email: self.email.or(below.email),
            title: self.title.or(below.title),
            phone: self.phone.or(below.phone),
            external_id: self.external_id.or(below.external_id),
            time_zone: self.time_zone.or(below.time_zone),
        }
    }

    /// Writes the given fields into a user.
    ///
    /// # Errors
    /// `invalid` for an unknown time zone.
    pub fn apply(&self, user: &mut User) -> Result<()> {
        self.first_name.write(&mut user.first_name);
        self.last_name.write(&mut user.last_name);
        self.title.write(&mut user.title);
        self.phone.write(&mut user.phone);
        self.external_id.write(&mut user.external_id);
        self.time_zone.write(&mut user.time_zone);
        if self.email.is_said() {
            user.email = self.email.text().unwrap_or_else(|| user.login.clone());
        }
        if let Some(zone) = self.time_zone.as_ref().value().map(Line::as_str) {
            crate::domain::recurrence::time_zone(zone)?;
        }
        Ok(())
    }
}
