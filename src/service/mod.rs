//! Workflows: one function per verb, over an open operation.

pub mod app;
pub mod credential;
pub mod invariant;
pub mod journal;
pub mod op;
pub mod ports;
mod refusal;

pub use app::{App, Done, Run};
pub use op::{Op, WriteOp};
