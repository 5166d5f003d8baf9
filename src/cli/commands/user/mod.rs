//! Users and what they may do.

use super::verbs;

pub mod activate;
pub mod add;
pub mod deactivate;
pub mod delete;
pub mod edit;
pub mod grant;
pub mod invite;
pub mod level;
pub mod links;
pub mod list;
pub mod password;
pub mod profile;
pub mod revoke;
pub mod role;
pub mod sessions;
pub mod show;
pub mod sign_out;
pub mod token;

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
        "invite" Invite => invite,
        "password" Password => password,
        "activate" Activate => activate,
        "deactivate" Deactivate => deactivate,
        "delete" Delete => delete,
        "sessions" Sessions => sessions,
        "sign-out" SignOut => sign_out,
    } nouns {
        "token" Token => token,
    }
}
