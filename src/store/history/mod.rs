//! What every operation changed, row by row (OP-1, OP-2), and the database as it was (TIME-1).

pub mod apply;
mod asking;
pub mod between;
pub mod changes;
mod ending;
pub mod key;
pub mod links;
pub mod list;
pub mod noting;
pub mod operation;
pub mod past;
pub mod pruning;
mod query;
pub mod row;
pub mod tables;
mod taken_back;
pub mod triggers;
mod watch;

pub(in crate::store) use ending::conclude;
pub use watch::{Made, TRIGGERS, Watch};
