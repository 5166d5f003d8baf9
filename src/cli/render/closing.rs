//! What it means that output cannot be written.

use crate::domain::{Error, Kind};

/// The code of the signal that standard output was closed.
pub const CLOSED_PIPE: &str = "closed-pipe";

/// What a failed write to standard output means.
pub fn io_error(error: std::io::Error) -> Error {
    if error.kind() == std::io::ErrorKind::BrokenPipe {
        return Error::new(Kind::Interrupted, "the output was closed").code(CLOSED_PIPE);
    }
    let unusable = Error::new(Kind::Unusable, format!("the output cannot be written: {error}"));
    if error.kind() == std::io::ErrorKind::StorageFull { unusable.code("disk-full") } else { unusable }
}
