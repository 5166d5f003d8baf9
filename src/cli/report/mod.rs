//! The report on access as one self-contained page: no network, no script but its own.

pub mod chart;
pub mod page;
pub mod section;
