//! The commands: one file per verb, and their grammar.

pub mod account;
pub mod answers;
pub mod appliance;
pub mod asset;
pub mod asset_group;
pub mod auth_record;
pub mod bu;
pub mod config;
pub mod contact;
pub mod db;
pub mod demo;
pub mod domain;
pub mod grammar;
pub mod group;
pub mod init;
pub mod log;
pub mod login;
pub mod logout;
pub mod outbox;
pub mod project;
pub mod recover;
pub mod redeem;
pub mod remediation_policy;
pub mod reset_password;
pub mod role;
pub mod scan;
pub mod schedule;
pub mod settings;
pub mod tags;
pub mod ticket;
pub mod user;
pub mod whoami;
pub mod words;

pub(crate) use grammar::verbs;
pub use grammar::{Cli, grammar, parse};
