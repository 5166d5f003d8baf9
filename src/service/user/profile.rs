//! The descriptive fields of a user (USER-1, USER-10).

use crate::domain::record::User;
use crate::domain::{Line, Login, Result};

/// The descriptive fields of a user; what is `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    /// First name.
    pub first_name: Option<Line>,
    /// Last name.
    pub last_name: Option<Line>,
    /// E-mail address; cleared, it is the login.
    pub email: Option<Option<Login>>,
    /// Job title.
    pub title: Option<Line>,
    /// Telephone number.
    pub phone: Option<Line>,
    /// The id in another system, unique.
    pub external_id: Option<Line>,
    /// The IANA time zone.
    pub time_zone: Option<Line>,
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
        let set = |field: &mut Option<String>, line: &Option<Line>| {
            if let Some(line) = line {
                *field = line.as_deref().map(str::to_owned);
            }
        };
        set(&mut user.first_name, &self.first_name);
        set(&mut user.last_name, &self.last_name);
        set(&mut user.title, &self.title);
        set(&mut user.phone, &self.phone);
        set(&mut user.external_id, &self.external_id);
        set(&mut user.time_zone, &self.time_zone);
        if let Some(email) = &self.email {
            user.email = email.as_ref().map_or_else(|| user.login.clone(), ToString::to_string);
        }
        if let Some(zone) = self.time_zone.as_ref().and_then(Line::as_deref) {
            crate::domain::recurrence::time_zone(zone)?;
        }
        Ok(())
    }
}
