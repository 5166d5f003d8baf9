//! The database file as a whole: for whoever owns it, without a sign-in (LOG-4).

pub mod backup;
pub mod check;
pub mod copy;
pub mod info;
pub mod migrate;
mod noting;
pub mod organisations;
pub mod restore;
pub mod trimming;
