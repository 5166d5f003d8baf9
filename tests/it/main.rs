//! Everything that is tested through the command line, on real files.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod accounts;
mod architecture;
mod asking;
mod assets;
mod bad_input;
mod batch;
mod bulk;
mod circles;
#[cfg(feature = "postgres")]
mod cluster;
mod command_tree;
mod completion;
mod contract;
mod database;
mod deleting;
mod effects;
mod examples;
mod filters;
mod foreign_files;
mod groups;
#[cfg(debug_assertions)]
mod growth;
mod guides;
mod habits;
mod host_reports;
mod identity;
mod life;
mod logging;
mod looks;
mod mail;
mod manual;
mod monitoring;
mod moving;
mod organisation;
mod past;
mod past_hidden;
mod project_work;
#[cfg(feature = "postgres")]
mod proxy;
mod questions;
mod readme;
mod refusals;
mod reliability;
#[cfg(feature = "postgres")]
mod replay;
mod report;
mod rights;
mod rows;
mod sandbox;
mod schedules;
mod schema;
mod screens;
mod security;
#[cfg(feature = "postgres")]
mod server;
#[cfg(feature = "postgres")]
mod server_faults;
#[cfg(feature = "postgres")]
mod servers;
mod smtp;
mod table;
mod tags;
mod terminal;
#[cfg(feature = "postgres")]
mod transfer;
#[cfg(feature = "postgres")]
mod trips;
mod undo_limits;
mod undo_named;
mod undo_rules;
mod undo_ways_out;
mod undoing;
mod visibility;
mod workflow;
mod wrong_inputs;
