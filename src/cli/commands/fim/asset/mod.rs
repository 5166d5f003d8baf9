//! Assets as monitoring sees them.

use crate::cli::commands::verbs;

pub mod list;
pub mod show;

verbs! {
    /// Assets within your tag scope
    Asset {
        "list" List => list,
        "show" Show => show,
    }
}
