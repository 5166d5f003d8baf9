//! Files of rows: CSV, JSON and JSON lines, read as a stream and written whole.

mod csv;
pub mod format;
mod json;
mod lines;
pub mod progress;
pub mod rejects;
pub mod sample;
pub mod source;
pub mod target;
pub mod writer;

pub use format::RowFormat;
pub use source::SheetFile;
