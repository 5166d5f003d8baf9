//! Events: what happened to files.

use crate::cli::commands::verbs;

pub mod ignore;
pub mod list;
pub mod show;

verbs! {
    /// Events on assets within your tag scope
    Event {
        "list" List => list,
        "show" Show => show,
        "ignore" Ignore => ignore,
    }
}
