//! Tags: a tree, rules and scopes.

use super::verbs;

pub mod add;
pub mod delete;
pub mod edit;
pub mod evaluate;
pub mod fields;
pub mod list;
pub mod scope;
pub mod show;

verbs! {
    /// Tags, their rules and scopes
    Tags {
        "add" Add => add,
        "list" List => list,
        "show" Show => show,
        "edit" Edit => edit,
        "delete" Delete => delete,
        "evaluate" Evaluate => evaluate,
        "scope" Scope => scope,
    }
}
