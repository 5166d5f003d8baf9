//! What the service needs from outside: time, randomness, and where session tokens are kept.

use crate::domain::mail::Wording;
use crate::domain::{Id, Result, Secret, Time};

/// Tells the time.
pub trait Clock {
    /// Now, in whole seconds.
    fn now(&self) -> Time;

    /// Goes on from what another clock shows just now, if it can be set.
    fn follow(&self, _other: Time) {}
}

/// Gives random bytes fit for secrets.
pub trait Random {
    fn fill(&self, buffer: &mut [u8]) -> Result<()>;
}

/// Keeps the session token of each subscription for the operating-system user.
pub trait Keyring {
    /// The token of the subscription, if there is one.
    fn token(&self, subscription: &str) -> Result<Option<Secret>>;
    fn keep(&self, subscription: &str, token: &Secret) -> Result<()>;
    /// Forgets the token.
    fn forget(&self, subscription: &str) -> Result<()>;
}

/// Where a command comes from (SESS-1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// The address of the SSH connection, else `local`.
    pub address: String,
    /// The program and its version.
    pub program: String,
}

/// One mail on its way.
pub struct Letter<'a> {
    /// The mail's id in the outbox.
    pub id: Id,
    /// What tells it from every other mail in the world, the same over retries.
    pub reference: &'a str,
    /// The sender's address.
    pub from: &'a str,
    /// The recipient's address.
    pub to: &'a str,
    /// Subject and text.
    pub wording: &'a Wording,
    /// When it is sent.
    pub at: Time,
}

/// Takes mails to where they go (MAIL-1).
pub trait Mailer {
    /// Delivers one mail.
    ///
    /// # Errors
    /// The reason as a clause, without any secret.
    fn deliver(&self, letter: &Letter<'_>) -> std::result::Result<(), String>;

    /// Where mails go, for a sentence: `into the folder …`.
    fn describe(&self) -> String;
}
