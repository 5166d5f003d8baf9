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
        Add => add,
        List => list,
        Show => show,
        Edit => edit,
        Delete => delete,
        Assign => assign,
        Unassign => unassign,
        Transfer => transfer,
    }
}
