//! Turning values into output: the one place that decides how anything looks.

pub mod cell;
pub mod closing;
pub mod csv;
pub mod deletions;
pub mod difference;
pub mod effects;
pub mod error;
mod fitting;
pub mod list;
pub mod moment;
pub mod moves;
pub mod output;
pub mod reply;
pub mod results;
pub mod screen;
pub mod standing;
pub mod style;
pub mod table;
pub mod tabular;
pub mod told;
pub mod tree;

pub use list::{ListPrinter, Listing};
pub use output::{Output, print};
pub use reply::{Either, Reply, Rows, Text};
pub use style::Style;
pub use tabular::Tabular;
pub use told::{Lines, Told};
pub use tree::Tree;
