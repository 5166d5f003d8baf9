//! Correlation rules.

use crate::cli::commands::verbs;

pub mod activate;
pub mod add;
pub mod deactivate;
pub mod delete;
pub mod edit;
pub mod list;
pub mod run;
pub mod show;

verbs! {
    /// Correlation rules that you made or review
    Rule {
        "add" Add => add,
        "list" List => list,
        "show" Show => show,
        "edit" Edit => edit,
        "delete" Delete => delete,
        "activate" Activate => activate,
        "deactivate" Deactivate => deactivate,
        "run" Run => run,
    }
}
