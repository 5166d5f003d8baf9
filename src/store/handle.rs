//! A connection, whoever it belongs to.

use std::ops::Deref;

use super::connection::Conn;

/// A connection of one's own, or one that others use as well.
pub enum Handle<'a> {
    /// Closed when it is dropped.
    Own(Box<Conn>),
    /// Left open.
    Shared(&'a Conn),
}

impl Deref for Handle<'_> {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        match self {
            Self::Own(conn) => conn,
            Self::Shared(conn) => conn,
        }
    }
}
