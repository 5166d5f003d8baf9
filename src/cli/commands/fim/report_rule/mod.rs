//! Report rules: reports that come by themselves.

use crate::cli::commands::verbs;

pub mod add;
pub mod clone;
pub mod delete;
pub mod edit;
pub mod list;
pub mod show;

verbs! {
    /// Report rules of your own
    ReportRule {
        "add" Add => add,
        "list" List => list,
        "show" Show => show,
        "edit" Edit => edit,
        "delete" Delete => delete,
        "clone" Clone => clone,
    }
}
