//! Domains, for maps.

use super::verbs;

pub mod add;
pub mod delete;
pub mod list;

verbs! {
    /// Domains, for maps
    Domain {
        Add => add,
        List => list,
        Delete => delete,
    }
}
