//! Users: one file per verb.

pub mod add;
pub mod becoming;
pub mod draft;
pub mod edit;
pub mod grant;
pub mod invite;
pub mod level;
pub mod reset;
pub mod role;
pub mod sessions;
pub mod set_password;
pub mod status;
pub mod token;
pub mod view;
