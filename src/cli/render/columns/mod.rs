//! What lists print of each kind of thing: its keys, and which of them a table shows.

pub mod account;
pub mod asset;
pub mod monitoring;
pub mod system;
pub mod work;
