//! Man pages, made from the grammar.

pub mod page;
pub mod prose;

pub use page::{Page, page, pages};
