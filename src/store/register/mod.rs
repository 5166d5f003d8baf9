//! The registers of the organisation (ORG-1): a file for each, and which projects use what stands there.

pub mod engine;
pub mod integration;
pub mod requirement;
pub mod rule;
pub mod uses;
