//! Reports of what is in scope.

use crate::cli::commands::verbs;

pub mod add;
pub mod content;
pub mod delete;
pub mod download;
pub mod edit;
pub mod list;
pub mod rerun;
pub mod show;

verbs! {
    /// Reports of your own
    Report {
        "add" Add => add,
        "list" List => list,
        "show" Show => show,
        "edit" Edit => edit,
        "delete" Delete => delete,
        "rerun" Rerun => rerun,
        "download" Download => download,
    }
}
