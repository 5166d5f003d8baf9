//! Lists: what their keys hold and where that stands in the database, and how filters and sorts become SQL.

pub mod column;
mod condition;
pub mod select;
pub mod selection;

pub use column::{Column, Listed};
pub use select::List;
pub use selection::{Selection, Test, Wanted};
