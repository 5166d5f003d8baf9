//! Users: one file per verb.

pub mod add;
pub mod edit;
pub mod grant;
pub mod level;
pub mod role;
pub mod view;
