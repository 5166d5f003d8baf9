//! Authentication records.

use super::verbs;

pub mod add;
pub mod delete;
pub mod edit;
pub mod list;
pub mod show;

verbs! {
    /// Authentication records
    AuthRecord {
        "add" Add => add,
        "list" List => list,
        "show" Show => show,
        "edit" Edit => edit,
        "delete" Delete => delete,
    }
}
