//! Ctrl-C while somebody is asked: the terminal shows again what is typed, and the program says that nothing was written.

use std::io::{ErrorKind, Result, Write as _};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use nix::sys::termios::{SetArg, Termios, tcgetattr, tcsetattr};
use signal_hook::consts::SIGINT;
use signal_hook::iterator::Signals;

use crate::domain::Kind;

/// The terminal as it was before somebody was asked; none while nobody is.
static BEFORE: Mutex<Option<Termios>> = Mutex::new(None);
static WATCHED: Once = Once::new();

/// Asks, and ends the program orderly if it is interrupted meanwhile.
pub fn interruptible<T>(ask: impl FnOnce() -> Result<T>) -> Result<T> {
    WATCHED.call_once(watch);
    *before() = tcgetattr(std::io::stdin()).ok();
    let answer = ask();
    if answer.as_ref().is_err_and(|error| error.kind() == ErrorKind::Interrupted) {
        end();
    }
    *before() = None;
    answer
}

fn before() -> MutexGuard<'static, Option<Termios>> {
    BEFORE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Without a thread for it, Ctrl-C ends the program as it always does.
fn watch() {
    let Ok(mut signals) = Signals::new([SIGINT]) else { return };
    std::thread::spawn(move || {
        if signals.forever().next().is_some() {
            end();
        }
    });
}

/// Whoever comes first, the question or the signal, holds the lock to the end.
fn end() -> ! {
    let before = before();
    if let Some(terminal) = before.as_ref() {
        // If the terminal is gone, there is nothing to bring back, and nobody to tell.
        let _ = tcsetattr(std::io::stdin(), SetArg::TCSANOW, terminal);
        let _ = writeln!(std::io::stderr(), "\nerror: interrupted; nothing was written");
    }
    #[allow(clippy::disallowed_methods, clippy::exit)]
    std::process::exit(Kind::Interrupted.exit_code().into());
}
