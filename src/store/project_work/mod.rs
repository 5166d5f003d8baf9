//! Work in projects (PRJ-4): a file for each kind of it, and how it is found within its project.

pub mod integration;
pub mod place;
pub mod profile;
pub mod result;
pub mod scan;
pub mod test_case;
