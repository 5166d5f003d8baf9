//! Rows by their ids and names.

/// A row's id.
pub type Id = i64;

/// A thing named: its id and the name people type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// The row's id.
    pub id: Id,
    pub name: String,
}
