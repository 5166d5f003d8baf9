//! Taking in many things from a file: all of them, or none and every mistake at once.

pub mod events;
pub mod rows;
