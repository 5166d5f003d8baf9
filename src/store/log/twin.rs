//! A second look at the same log, for another thread.

use std::path::PathBuf;
use std::time::Duration;

use super::chain::Ends;
use crate::store::Conn;
use crate::store::engine::Access;

/// What it takes to look at a log once more: other connections see the same if its beginning and its end are the same.
#[derive(Debug, Clone)]
pub struct Twin {
    path: Option<PathBuf>,
    seen: Ends,
}

impl Twin {
    /// Of the log as a connection sees it.
    pub fn of(conn: &Conn, seen: Ends) -> Self {
        Self { path: conn.path().map(ToOwned::to_owned), seen }
    }

    /// A connection that sees the same log; nothing if there is none to be had, such as for what is not yet written.
    pub fn open(&self) -> Option<Conn> {
        let conn = Conn::connect(self.path.as_ref()?, Access::Read, Duration::ZERO).ok()?;
        let seen = conn.begin_read().and_then(|()| Ends::of(&conn));
        seen.is_ok_and(|seen| seen == self.seen).then_some(conn)
    }
}
