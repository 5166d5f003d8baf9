//! Workflows: one function per verb, over an open operation.

pub mod app;
pub mod appliance;
pub mod asset;
pub mod asset_group;
pub mod config;
pub mod contact;
pub mod credential;
pub mod domain_name;
pub mod invariant;
pub mod journal;
pub mod log;
pub mod moving;
pub mod narrow;
pub mod op;
pub mod organisation;
pub mod ports;
mod refusal;
pub mod report;
pub mod role;
pub mod settings;
pub mod sign_in;
pub mod tag;
pub mod ticket;
pub mod unit;
pub mod user;

pub use app::{App, Done, Run};
pub use op::{Op, WriteOp};
