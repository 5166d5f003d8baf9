//! One's own account.

use super::verbs;

pub mod activity;
pub mod edit;
pub mod info;
pub mod password;
pub mod questions;
pub mod sign_out;

verbs! {
    /// Your own account
    Account {
        "info" Info => info,
        "edit" Edit => edit,
        "activity" Activity => activity,
        "sign-out" SignOut => sign_out,
        "password" Password => password,
        "questions" Questions => questions,
    }
}
