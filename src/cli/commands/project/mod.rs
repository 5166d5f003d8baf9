//! Projects and who works in them.

use super::verbs;

pub mod add;
pub mod archive;
pub mod assign;
pub mod delete;
pub mod edit;
pub mod list;
pub mod restore;
pub mod show;
pub mod unassign;

verbs! {
    /// Projects and who works in them
    Project {
        "add" Add => add,
        "list" List => list,
        "show" Show => show,
        "edit" Edit => edit,
        "archive" Archive => archive,
        "restore" Restore => restore,
        "delete" Delete => delete,
        "assign" Assign => assign,
        "unassign" Unassign => unassign,
    }
}
