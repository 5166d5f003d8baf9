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
        Add => add,
        List => list,
        Show => show,
        Edit => edit,
        Reassign => reassign,
        Close => close,
        Delete => delete,
    }
}
