//! Remediation tickets.

use super::verbs;

pub mod add;
pub mod close;
pub mod delete;
pub mod edit;
pub mod list;
pub mod reassign;
pub mod show;

verbs! {
    /// Remediation tickets
    Ticket {
        "add" Add => add,
        "list" List => list,
        "show" Show => show,
        "edit" Edit => edit,
        "reassign" Reassign => reassign,
        "close" Close => close,
        "delete" Delete => delete,
    }
}
