//! User groups and their levels.

use super::verbs;

pub mod add;
pub mod assign;
pub mod delete;
pub mod edit;
pub mod list;
pub mod show;
pub mod unassign;

verbs! {
    /// User groups and their levels
    Group {
        "add" Add => add,
        "list" List => list,
        "show" Show => show,
        "edit" Edit => edit,
        "delete" Delete => delete,
        "assign" Assign => assign,
        "unassign" Unassign => unassign,
    }
}
