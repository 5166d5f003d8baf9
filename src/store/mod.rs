//! All SQL, and the mapping between rows and domain types. Decides nothing.

pub mod appliance;
pub mod asset;
pub mod asset_group;
pub mod columns;
pub mod config;
pub mod connection;
pub mod domain_name;
pub mod error;
pub mod log;
pub mod migrate;
pub mod naming;
pub mod password;
pub mod reach;
pub mod scope;
pub mod session;
pub mod setting;
pub mod subscription;
pub mod tag;
pub mod ticket;
pub mod unit;
pub mod user;

pub use connection::{Conn, OpenMode, Tx};
