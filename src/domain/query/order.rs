//! The order of rows.

use super::key::{Key, find};
use crate::domain::error::Result;

/// One key by which rows are put in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub key: Key,
    /// What follows the key, where it has parts of any name.
    pub part: Option<String>,
    pub is_falling: bool,
}

impl Order {
    /// Reads `key` or `-key`.
    pub fn parse<'k>(typed: &str, keys: impl Iterator<Item = &'k Key> + Clone) -> Result<Self> {
        let typed = typed.trim();
        let (name, is_falling) = typed.strip_prefix('-').map_or((typed, false), |name| (name, true));
        find(name, keys).map(|(key, part)| Self { key: *key, part, is_falling })
    }
}
