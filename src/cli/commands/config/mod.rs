//! Personal configurations.

use super::verbs;

pub mod add;
pub mod content;
pub mod delete;
pub mod edit;
pub mod list;
pub mod recurrence;
pub mod show;
pub mod transfer;

verbs! {
    /// Personal configurations
    Config {
        Add => add,
        List => list,
        Show => show,
        Edit => edit,
        Transfer => transfer,
        Delete => delete,
    }
}
