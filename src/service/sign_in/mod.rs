//! Signing in and out, and getting back in (SESS-1, PASS-3, PASS-6 to PASS-9).

pub mod attempt;
pub mod login;
pub mod logout;
pub mod recover;
pub mod redeem;
pub mod reset;
pub mod whoami;

pub use login::start;
