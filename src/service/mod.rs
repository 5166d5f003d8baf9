//! Workflows: one function per verb, over an open operation.

pub mod app;
pub mod asset_group;
pub mod config;
pub mod credential;
pub mod invariant;
pub mod journal;
pub mod moving;
pub mod op;
pub mod ports;
mod refusal;
pub mod report;
pub mod user;

pub use app::{App, Done, Run};
pub use op::{Op, WriteOp};
