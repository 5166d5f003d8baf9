//! Scanner appliances.

use super::verbs;

pub mod add;
pub mod delete;
pub mod list;

verbs! {
    /// Scanner appliances
    Appliance {
        "add" Add => add,
        "list" List => list,
        "delete" Delete => delete,
    }
}
