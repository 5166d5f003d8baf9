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
        "add" Add => add,
        "list" List => list,
        "show" Show => show,
        "edit" Edit => edit,
        "transfer" Transfer => transfer,
        "delete" Delete => delete,
    }
}
