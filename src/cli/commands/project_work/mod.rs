//! Work in projects.

pub mod integration;
pub mod profile;
pub mod result;
pub mod scan;
pub mod test_case;
