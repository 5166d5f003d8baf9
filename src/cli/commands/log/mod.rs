//! The activity log.

use super::verbs;

pub mod list;
pub mod prune;
pub mod show;
pub mod verify;

verbs! {
    /// The activity log
    Log {
        "list" List => list,
        "show" Show => show,
        "verify" Verify => verify,
        "prune" Prune => prune,
    }
}
