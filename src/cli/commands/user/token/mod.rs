//! Tokens of api-only users.

use crate::cli::commands::verbs;

pub mod add;
pub mod list;
pub mod revoke;

verbs! {
    /// Tokens of api-only users
    Token {
        "add" Add => add,
        "list" List => list,
        "revoke" Revoke => revoke,
    }
}
