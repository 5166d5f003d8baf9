//! One's own account (ACCT-1, PASS-7, PASS-9).

pub mod edit;
pub mod info;
pub mod password;
pub mod questions;
