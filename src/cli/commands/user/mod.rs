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
        "add" Add => add,
        "list" List => list,
        "show" Show => show,
        "edit" Edit => edit,
        "role" Role => role,
        "level" Level => level,
        "grant" Grant => grant,
        "revoke" Revoke => revoke,
    }
}
