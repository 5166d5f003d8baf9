//! Reports as self-contained pages: no network, no script but their own.

pub mod chart;
pub mod difference;
pub mod document;
pub mod host;
pub mod page;
pub mod section;
