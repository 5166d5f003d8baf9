//! All SQL, and the mapping between rows and domain types. Decides nothing.

pub mod api_token;
pub mod appliance;
pub mod asset;
pub mod asset_group;
pub mod auth_record;
pub mod columns;
pub mod config;
pub mod connection;
pub mod domain_name;
pub mod email_contact;
pub mod error;
pub mod fim;
pub mod group;
pub mod link;
pub mod log;
pub mod mail;
pub mod migrate;
pub mod naming;
pub mod password;
pub mod project;
pub mod reach;
pub mod remediation_policy;
pub mod scan;
pub mod scope;
pub mod secret_question;
pub mod session;
pub mod setting;
pub mod sight;
pub mod subscription;
pub mod tag;
pub mod tag_scope;
pub mod ticket;
pub mod unit;
pub mod user;

pub use connection::{Conn, Handle, OpenMode, Tx};
