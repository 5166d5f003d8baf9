//! The database that an app works on.

use super::App;
use crate::domain::Result;
use crate::store::{Conn, Handle, Location, OpenMode};

impl App<'_> {
    /// Opens the database.
    pub fn open(&self, mode: OpenMode) -> Result<Handle<'_>> {
        match self.within {
            Some(within) => Ok(Handle::Shared(within.conn)),
            None => {
                let conn = Conn::open(&self.database, mode, self.wait, self.allow_insecure)?;
                self.follow_clock_of(&conn);
                Ok(Handle::Own(conn.into()))
            }
        }
    }

    /// Of several machines that share a server, its clock tells the time.
    pub fn follow_clock_of(&self, conn: &Conn) {
        if let Some(now) = conn.server_time() {
            self.clock.follow(now);
        }
    }

    /// Opens the place of the database, whatever is in it.
    pub fn open_place(&self) -> Result<Handle<'_>> {
        Conn::open_place(&self.database, self.wait).map(|conn| Handle::Own(conn.into()))
    }

    /// The same with another database.
    pub fn at(&self, database: Location) -> Self {
        Self { database, client: self.client.clone(), reason: self.reason.clone(), ..*self }
    }
}
