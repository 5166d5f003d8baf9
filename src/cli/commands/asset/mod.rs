//! Machines by address.

use super::verbs;

pub mod add;
pub mod delete;
pub mod edit;
pub mod list;
pub mod show;
pub mod tag;
pub mod untag;

verbs! {
    /// Machines by address
    Asset {
        "add" Add => add,
        "list" List => list,
        "show" Show => show,
        "edit" Edit => edit,
        "delete" Delete => delete,
        "tag" Tag => tag,
        "untag" Untag => untag,
    }
}
