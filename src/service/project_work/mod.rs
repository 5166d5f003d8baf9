//! Work in projects (PRJ-4): what is set up, what was scanned, what was found.

pub mod integration;
pub mod piece;
pub mod profile;
pub mod result;
pub mod scan;
pub mod test_case;
