//! One-time links: registrations and password resets (PASS-6).

use super::error::Error;
use super::error_kind::Kind;
use super::time::Time;
use super::words::words;

words! {
    /// What a link is for.
    LinkKind is "kind of link" {
        Registration = "registration",
        PasswordReset = "password-reset",
    }
}

words! {
    /// Why a link can no longer be used.
    LinkEnd is "end of a link" {
        Used = "used",
        Superseded = "superseded",
        Deactivated = "deactivated",
        Changed = "changed",
        Restored = "restored",
    }
}

/// Whether a link may be used now.
pub fn check(ended: Option<LinkEnd>, expires_at: Time, now: Time) -> Result<(), Error> {
    let (code, message) = match ended {
        Some(LinkEnd::Used) => ("link-used", "this link has been used already"),
        Some(LinkEnd::Superseded) => ("link-superseded", "a newer link has taken the place of this one"),
        Some(LinkEnd::Deactivated) => ("link-deactivated", "the account of this link was deactivated"),
        Some(LinkEnd::Changed) => (
            "link-changed",
            "the e-mail address, login or password of the account has changed since this link was made",
        ),
        Some(LinkEnd::Restored) => {
            ("link-restored", "the database was restored from a backup since this link was made")
        }
        None if now >= expires_at => ("link-expired", "this link has expired"),
        None => return Ok(()),
    };
    Err(Error::new(Kind::NotSignedIn, message)
        .code(code)
        .rule("PASS-6")
        .hint("ask whoever invited you for a new one: `provost user invite LOGIN` or `provost user password LOGIN`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_to_die_has_its_own_message() {
        let (now, later) = (Time(100), Time(200));
        assert!(check(None, later, now).is_ok());
        let mut messages: Vec<String> =
            LinkEnd::ALL.iter().map(|end| check(Some(*end), later, now).unwrap_err().message.clone()).collect();
        messages.push(check(None, now, now).unwrap_err().message.clone());
        messages.sort();
        messages.dedup();
        assert_eq!(messages.len(), LinkEnd::ALL.len() + 1);
    }
}
