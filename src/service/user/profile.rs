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
    /// Writes the given fields into a user.
    ///
    /// # Errors
    /// `invalid` for an unknown time zone.
    pub fn apply(&self, user: &mut User) -> Result<()> {
        self.write_texts(user);
        if self.email.is_said() {
            user.email = self.email.text().unwrap_or_else(|| user.login.clone());
        }
        if let Some(zone) = self.time_zone.as_ref().value().map(Line::as_str) {
            crate::domain::recurrence::time_zone(zone)?;
        }
        Ok(())
    }
}
