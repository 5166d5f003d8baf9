//! Operations: looking at what commands did, and taking it back (OP-1 to OP-7).

pub mod blockers;
pub mod find;
pub mod named;
pub mod report;
pub mod revert;
pub mod rights;
pub mod settle;
pub mod stack;
pub mod view;
pub mod way_out;
