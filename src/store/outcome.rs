//! What came of a commit whose answer never arrived.

use std::thread;
use std::time::{Duration, Instant};

use crate::domain::{Error, Id, Kind, Result};

const PAUSE: Duration = Duration::from_millis(200);

/// Asks a server, or the one that takes its place meanwhile, whether the newest entry that a lost transaction wrote to the log
/// is there: with it, everything was done; without it, nothing.
///
/// # Errors
/// As lost if nothing was done; `incomplete`, with the code `unknown`, if nobody can tell.
// It is another machine that is waited for, whatever time it is.
#[allow(clippy::disallowed_methods)]
pub fn settle(lost: Error, entry: Id, patience: Duration, is_done: impl Fn() -> Result<bool>) -> Result<()> {
    let until = Instant::now() + patience;
    loop {
        match is_done() {
            Ok(true) => return Ok(()),
            Ok(false) => {
                return Err(Error::new(lost.kind, format!("{}; nothing was written", lost.message))
                    .code(lost.code)
                    .hint("run the command again"));
            }
            Err(_) if Instant::now() < until => thread::sleep(PAUSE),
            Err(error) => return Err(unknown("the server did not tell whether it was done", entry).source(error)),
        }
    }
}

/// The error for what may be done, or be done on one host alone.
pub fn unknown(what: &str, entry: Id) -> Error {
    Error::new(Kind::Incomplete, what.to_owned())
        .code("unknown")
        .hint(format!("look once the server is well: it is done if `provost log show {entry}` shows it"))
}
