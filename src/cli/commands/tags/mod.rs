//! Tags on assets.

use super::verbs;

pub mod add;
pub mod list;

verbs! {
    /// Tags on assets
    Tags {
        "add" Add => add,
        "list" List => list,
    }
}
