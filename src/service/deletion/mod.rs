//! Deleting users, and what becomes of their things (section 8 of the rules).

mod questions;
mod workflow;

pub use questions::{ConfigsFate, Request};
pub use workflow::{Deletion, DeletionBody, Reviewable, delete};
