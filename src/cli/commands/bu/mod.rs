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
        Add => add,
        List => list,
        Show => show,
        Edit => edit,
        Delete => delete,
        Move => r#move,
        Limit => limit,
    }
}
