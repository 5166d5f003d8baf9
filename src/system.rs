//! The machine's own clock, randomness and environment: the only place that reads them.

use crate::domain::{Error, Result, Time};
use crate::service::ports::{Clock, Random};

/// The clock of the machine.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Time {
        #[allow(clippy::disallowed_methods)]
        Time(jiff::Timestamp::now().as_second())
    }
}

/// The randomness of the operating system.
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, buffer: &mut [u8]) -> Result<()> {
        getrandom::fill(buffer).map_err(|error| Error::internal("the system gives no randomness").source(error))
    }
}

/// An environment variable, if it is set and readable.
pub fn variable(name: &str) -> Option<String> {
    #[allow(clippy::disallowed_methods)]
    std::env::var(name).ok()
}
