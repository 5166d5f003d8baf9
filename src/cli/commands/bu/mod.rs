//! Business units, and moving users between them.

use super::verbs;

pub mod add;
pub mod delete;
pub mod edit;
pub mod limit;
pub mod list;
pub mod r#move;
pub mod show;

verbs! {
    /// Business units, and moving users between them
    Bu {
        "add" Add => add,
        "list" List => list,
        "show" Show => show,
        "edit" Edit => edit,
        "delete" Delete => delete,
        "move" Move => r#move,
        "limit" Limit => limit,
    }
}
