//! Scans and maps.

use super::verbs;

pub mod delete;
pub mod finish;
pub mod launch;
pub mod list;
pub mod show;

verbs! {
    /// Scans and maps
    Scan {
        "launch" Launch => launch,
        "list" List => list,
        "show" Show => show,
        "finish" Finish => finish,
        "delete" Delete => delete,
    }
}
