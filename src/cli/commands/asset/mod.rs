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
        Add => add,
        List => list,
        Show => show,
        Edit => edit,
        Delete => delete,
        Tag => tag,
        Untag => untag,
    }
}
