//! Asset groups: who reaches what.

use super::verbs;

pub mod add;
pub mod assign;
pub mod delete;
pub mod edit;
pub mod list;
pub mod show;
pub mod transfer;
pub mod unassign;

verbs! {
    /// Asset groups: who reaches what
    AssetGroup {
        "add" Add => add,
        "list" List => list,
        "show" Show => show,
        "edit" Edit => edit,
        "delete" Delete => delete,
        "assign" Assign => assign,
        "unassign" Unassign => unassign,
        "transfer" Transfer => transfer,
    }
}
