//! The life cycle of an account (USER-2).
//!
//! ```text
//!  user add ──► pending ──── first sign-in ────► active ◄── user add (contact, api-only)
//!                │  ▲ ▲                            ▲ │ │
//!                │  │ └───────── activate ─────┐   │ │ └── deactivate ──► inactive
//!   too many     │  │    (never signed in)     │   │ │                       │
//!   failed       │  │                          │   │ └─ too many failed ┐    │
//!   sign-ins     ▼  │                          │   │    sign-ins        ▼    │
//!               locked ── activate ────────────┴───┴─────────────── locked   │
//!                                              ▲                             │
//!                                              └───────── activate ──────────┘
//! ```
//!
//! `pending` and `locked` accounts can be deactivated, too. `inactive` and `locked` ones cannot sign in; only
//! `user activate` brings them back: to `active`, or to `pending` if nobody ever signed in. Locking is the
//! matter of `lockout`.

use super::error::Error;
use super::error_kind::Kind;
use super::roles::Role;
use super::words::words;

words! {
    /// The state of an account.
    Status is "status" {
        Pending = "pending",
        Active = "active",
        Inactive = "inactive",
        Locked = "locked",
    }
}

words! {
    /// Which scan summaries a user gets by mail (MAIL-3).
    NotifyScans is "scan notification" {
        None = "none",
        Own = "own",
        All = "all",
    }
}

/// Why a password must be changed before anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeDue {
    /// Somebody asked for it, or set the present one (USER-4, PASS-5).
    Forced,
    /// It is older than passwords may be (PASS-1).
    Expired,
}

impl ChangeDue {
    /// What is so, as a clause about the password.
    pub const fn clause(self) -> &'static str {
        match self {
            Self::Forced => "it must be changed first",
            Self::Expired => "it has expired, and must be changed first",
        }
    }

    /// The error for whoever wants anything else.
    pub fn error(self) -> Error {
        let (message, rule) = match self {
            Self::Forced => ("the password must be changed before anything else", "USER-4"),
            Self::Expired => ("the password has expired, and must be changed before anything else", "PASS-1"),
        };
        Error::new(Kind::NotSignedIn, message).code("password-change-required").rule(rule)
    }
}

impl Status {
    /// The state of a new account: contacts and api-only users have nothing to sign in for first.
    pub const fn at_creation(role: Role, api_only: bool) -> Self {
        match (role, api_only) {
            (Role::Contact, _) | (_, true) => Self::Active,
            _ => Self::Pending,
        }
    }

    /// The state after `user activate`: as if the account had never been closed (USER-2).
    pub const fn activated(self, signs_in: bool, ever_signed_in: bool) -> Self {
        match self {
            Self::Inactive | Self::Locked if signs_in && !ever_signed_in => Self::Pending,
            Self::Inactive | Self::Locked => Self::Active,
            Self::Pending | Self::Active => self,
        }
    }

    /// Whether the right password opens a session, which makes the account active; or why it does not.
    pub fn sign_in(self) -> Result<(), Error> {
        match self {
            Self::Pending | Self::Active => Ok(()),
            Self::Inactive => Err(Error::new(Kind::NotSignedIn, "this account is deactivated")
                .rule("USER-6")
                .hint("ask a manager to activate it")),
            Self::Locked => Err(Error::new(Kind::NotSignedIn, "this account is locked")
                .code("locked")
                .rule("USER-2")
                .hint("ask a manager to activate it")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_people_who_sign_in_start_pending() {
        assert_eq!(Status::at_creation(Role::Scanner, false), Status::Pending);
        assert_eq!(Status::at_creation(Role::Scanner, true), Status::Active);
        assert_eq!(Status::at_creation(Role::Contact, false), Status::Active);
    }

    #[test]
    fn activating_leads_back_to_where_the_account_was() {
        for closed in [Status::Inactive, Status::Locked] {
            assert_eq!(closed.activated(true, false), Status::Pending);
            assert_eq!(closed.activated(true, true), Status::Active);
            assert_eq!(closed.activated(false, false), Status::Active);
        }
        assert_eq!(Status::Pending.activated(true, false), Status::Pending);
        assert_eq!(Status::Active.activated(true, true), Status::Active);
    }

    #[test]
    fn closed_accounts_stay_closed() {
        assert!(Status::Pending.sign_in().is_ok() && Status::Active.sign_in().is_ok());
        assert_eq!(Status::Locked.sign_in().unwrap_err().code, "locked");
        assert!(Status::Inactive.sign_in().is_err());
    }
}
