//! Users and what they may do.

use access::{UserInvite, UserPassword, UserSessions, UserSignOut};
use add::UserAdd;
use edit::UserEdit;
use lifecycle::{UserActivate, UserDeactivate, UserDelete};
use rights::{UserGrant, UserLevel, UserRevoke, UserRole};
use token::UserTokenVerb;
use view::{UserList, UserShow};

use crate::cli::commands::verbs;

pub mod access;
pub mod add;
pub mod edit;
pub mod fields;
pub mod lifecycle;
pub mod links;
pub mod rights;
pub mod token;
pub mod view;

verbs! {
    /// Users and what they may do
    UserVerb {
        "add" UserAdd,
        "list" UserList,
        "show" UserShow,
        "edit" UserEdit,
        "role" UserRole,
        "level" UserLevel,
        "grant" UserGrant,
        "revoke" UserRevoke,
        "invite" UserInvite,
        "password" UserPassword,
        "activate" UserActivate,
        "deactivate" UserDeactivate,
        "delete" UserDelete,
        "sessions" UserSessions,
        "sign-out" UserSignOut,
    } nouns {
        "token" UserTokenVerb,
    }
}
