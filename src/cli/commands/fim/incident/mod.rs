//! Incidents: events gathered for review.

use crate::cli::commands::verbs;

pub mod add;
pub mod delete;
pub mod edit;
pub mod events;
pub mod list;
pub mod reopen;
pub mod review;
pub mod show;

verbs! {
    /// Incidents that you made or review
    Incident {
        "add" Add => add,
        "list" List => list,
        "show" Show => show,
        "edit" Edit => edit,
        "delete" Delete => delete,
        "review" Review => review,
        "reopen" Reopen => reopen,
        "events" Events => events,
    }
}
