//! What a shell offers when a user presses the tabulator: commands, flags, words, and names from the database.

pub mod candidate;
pub mod candidates;
pub mod keys;
pub mod line;
pub mod quoting;
pub mod script;
pub mod source;

pub use candidate::{Answer, Candidate};
pub use script::Shell;
