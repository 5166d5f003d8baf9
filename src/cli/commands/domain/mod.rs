//! Domains, for maps.

use super::verbs;

pub mod add;
pub mod delete;
pub mod list;

verbs! {
    /// Domains, for maps
    Domain {
        "add" Add => add,
        "list" List => list,
        "delete" Delete => delete,
    }
}
