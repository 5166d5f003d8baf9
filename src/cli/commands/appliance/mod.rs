//! Scanner appliances.

use super::verbs;

pub mod add;
pub mod delete;
pub mod list;

verbs! {
    /// Scanner appliances
    Appliance {
        Add => add,
        List => list,
        Delete => delete,
    }
}
