//! Everything that is tested through the command line, on real files.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod architecture;
mod bad_input;
mod command_tree;
mod contract;
mod identity;
mod moving;
mod readme;
mod refusals;
mod sandbox;
mod schema;
mod terminal;
mod visibility;
