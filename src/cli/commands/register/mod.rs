//! The registers of the organisation.

pub mod engine;
pub mod fields;
pub mod integration;
pub mod requirement;
pub mod rule;
pub mod verbs;
