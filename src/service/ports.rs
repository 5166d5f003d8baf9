//! What the service needs from outside: time, randomness, and where session tokens are kept.

use crate::domain::{Result, Secret, Time};

/// Tells the time.
pub trait Clock {
    /// Now, in whole seconds.
    fn now(&self) -> Time;
}

/// Gives random bytes fit for secrets.
pub trait Random {
    /// Fills the buffer.
    ///
    /// # Errors
    /// `internal` if the system gives none.
    fn fill(&self, buffer: &mut [u8]) -> Result<()>;
}

/// Keeps the session token of each subscription for the operating-system user.
pub trait Keyring {
    /// The token of the subscription, if there is one.
    fn token(&self, subscription: &str) -> Result<Option<Secret>>;
    /// Keeps a token.
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
