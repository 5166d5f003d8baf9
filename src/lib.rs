//! `provost` keeps who may do what in an organisation that scans and monitors its machines.
//!
//! One local SQLite file holds the organisation. Layers, each importing only what stands to its
//! right: `cli → service → store → domain`.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

pub mod cli;
pub mod domain;
pub mod service;
pub mod store;
pub mod system;
