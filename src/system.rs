//! The machine's own clock, randomness and environment: the only place that reads them.

use std::cell::Cell;

use crate::domain::{Error, Kind, Result, Time};
use crate::service::ports::{Clock, Random};

/// The clock of the machine, or of the server that it was set by.
#[derive(Debug, Default)]
pub struct SystemClock {
    /// By how many seconds the server's goes before the machine's.
    ahead: Cell<i64>,
}

impl SystemClock {
    #[allow(clippy::disallowed_methods)]
    fn of_machine() -> i64 {
        jiff::Timestamp::now().as_second()
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Time {
        Time(Self::of_machine() + self.ahead.get())
    }

    fn follow(&self, other: Time) {
        self.ahead.set(other.0 - Self::of_machine());
    }
}

/// The randomness of the operating system.
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, buffer: &mut [u8]) -> Result<()> {
        getrandom::fill(buffer).map_err(|error| Error::internal("the system gives no randomness").source(error))
    }
}

/// Turns a panic into a sentence and the exit code of a defect; without it the process would die by a signal.
/// The message of the panic is left out: it could quote a secret.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|panic| {
        use std::io::Write as _;
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        // If even this cannot be printed, the exit code still tells.
        let _ = writeln!(std::io::stderr(), "error: this is a defect in provost, at {place}; nothing was written");
        #[allow(clippy::disallowed_methods, clippy::exit)]
        std::process::exit(Kind::Internal.exit_code().into());
    }));
}

/// Keeps the memory of this process, which may hold a password, out of core dumps, crash reports and debuggers of the
/// same user.
#[cfg(unix)]
pub fn keep_memory_out_of_core_dumps() {
    // Where the system refuses, a dump holds what it always would.
    let _ = nix::sys::resource::setrlimit(nix::sys::resource::Resource::RLIMIT_CORE, 0, 0);
    #[cfg(target_os = "linux")]
    let _ = nix::sys::prctl::set_dumpable(false);
}

/// Only Unix dumps core.
#[cfg(not(unix))]
pub const fn keep_memory_out_of_core_dumps() {}

/// Lets a write beyond the file-size limit fail like one on a full disk, which is told and rolled back; without it the
/// process would die by a signal.
#[cfg(unix)]
pub fn survive_file_size_limit() {
    // If it cannot be registered, the signal kills the process, and the database is as before.
    let noticed = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, noticed);
}

/// Only Unix has such a signal.
#[cfg(not(unix))]
pub const fn survive_file_size_limit() {}

/// An environment variable, if it is set and readable.
pub fn variable(name: &str) -> Option<String> {
    #[allow(clippy::disallowed_methods)]
    std::env::var(name).ok()
}

/// Who runs this on the machine: the name of the operating system's user, or its number.
#[cfg(unix)]
pub fn os_user() -> String {
    let id = nix::unistd::Uid::effective();
    match nix::unistd::User::from_uid(id) {
        Ok(Some(user)) => user.name,
        _ => id.to_string(),
    }
}

/// Who runs this on the machine, as the environment says.
#[cfg(not(unix))]
pub fn os_user() -> String {
    variable("USERNAME").unwrap_or_else(|| "unknown".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_goes_on_from_that_of_a_server() {
        let clock = SystemClock::default();
        let later = clock.now().0 + 3600;
        clock.follow(Time(later));
        assert!((later..later + 60).contains(&clock.now().0));
    }
}
