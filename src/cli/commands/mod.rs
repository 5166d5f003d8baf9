//! The commands: one file per verb, and their grammar.

pub mod answers;
pub mod appliance;
pub mod asset;
pub mod asset_group;
pub mod bu;
pub mod config;
pub mod contact;
pub mod demo;
pub mod domain;
pub mod grammar;
pub mod init;
pub mod log;
pub mod login;
pub mod logout;
pub mod role;
pub mod schedule;
pub mod settings;
pub mod tags;
pub mod ticket;
pub mod user;
pub mod whoami;
pub mod words;

pub(crate) use grammar::verbs;
pub use grammar::{Cli, grammar, parse};
