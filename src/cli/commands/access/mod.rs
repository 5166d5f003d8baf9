//! Asking who may do what, and why.

use crate::cli::commands::verbs;

pub mod answers;
pub mod assets;
pub mod check;
pub mod explain;
pub mod list;
pub mod report;
pub mod who;

verbs! {
    /// Ask who may do what, and why
    Access {
        "check" Check => check,
        "explain" Explain => explain,
        "list" List => list,
        "who" Who => who,
        "assets" Assets => assets,
        "report" Report => report,
    }
}
