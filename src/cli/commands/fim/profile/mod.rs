//! Monitoring profiles.

use crate::cli::commands::verbs;

pub mod activate;
pub mod add;
pub mod deactivate;
pub mod delete;
pub mod edit;
pub mod list;
pub mod show;

verbs! {
    /// Profiles: which files are watched where
    Profile {
        "add" Add => add,
        "list" List => list,
        "show" Show => show,
        "edit" Edit => edit,
        "delete" Delete => delete,
        "activate" Activate => activate,
        "deactivate" Deactivate => deactivate,
    }
}
