//! Users and what they may do.

use super::verbs;

pub mod add;
pub mod edit;
pub mod grant;
pub mod level;
pub mod list;
pub mod profile;
pub mod revoke;
pub mod role;
pub mod show;

verbs! {
    /// Users and what they may do
    User {
        Add => add,
        List => list,
        Show => show,
        Edit => edit,
        Role => role,
        Level => level,
        Grant => grant,
        Revoke => revoke,
    }
}
