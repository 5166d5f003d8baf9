//! The grammar: nouns, verbs, and the top-level commands; one file per verb.

use clap::{Parser, Subcommand};

use super::context::Context;
use super::globals::Globals;
use super::render::Output;
use crate::domain::Result;

pub mod answers;
pub mod appliance;
pub mod asset;
pub mod asset_group;
pub mod bu;
pub mod config;
pub mod contact;
pub mod demo;
pub mod domain;
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

/// Declares the verbs of a noun: each is a file with `Args` and `run`.
macro_rules! verbs {
    ($(#[$meta:meta])* $Noun:ident { $($Verb:ident => $module:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, clap::Subcommand)]
        #[allow(missing_docs, clippy::large_enum_variant)]
        pub enum $Noun { $($Verb($module::Args)),+ }

        impl $Noun {
            /// Runs the verb.
            pub fn run<'c>(self, cx: &'c $crate::cli::context::Context<'_>) -> $crate::domain::Result<$crate::cli::render::Output<'c>> {
                match self { $(Self::$Verb(args) => $module::run(args, cx)),+ }
            }
        }
    };
}
pub(crate) use verbs;

/// Administer who may do what in an organisation that scans and monitors its machines
///
/// One local SQLite file holds the organisation: users and their life cycle, business units, asset
/// groups, configurations, tickets, and the log of all that. Every command that changes something
/// takes `--dry-run`, which does everything, reports it exactly, and rolls it back.
#[derive(Debug, Parser)]
#[command(
    name = "provost",
    version,
    propagate_version = true,
    arg_required_else_help = true,
    args_override_self = true,
    max_term_width = 100
)]
#[command(after_help = "Examples:\n  provost user list\n  provost bu list --json")]
#[command(
    after_long_help = "Examples:\n  provost user list\n  provost bu list --json\n\nBegin with `provost demo`, which builds a throw-away organisation, plays a move and says what to try next."
)]
pub struct Cli {
    /// The global flags.
    #[command(flatten)]
    pub globals: Globals,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
#[allow(missing_docs, clippy::large_enum_variant)]
pub enum Command {
    Init(init::Args),
    Demo(demo::Args),
    Login(login::Args),
    Logout(logout::Args),
    Whoami(whoami::Args),
    #[command(subcommand)]
    User(user::User),
    #[command(subcommand)]
    Bu(bu::Bu),
    #[command(subcommand)]
    AssetGroup(asset_group::AssetGroup),
    #[command(subcommand)]
    Asset(asset::Asset),
    #[command(subcommand)]
    Domain(domain::Domain),
    #[command(subcommand)]
    Appliance(appliance::Appliance),
    #[command(subcommand)]
    Config(config::Config),
    #[command(subcommand)]
    Schedule(schedule::Schedule),
    #[command(subcommand)]
    Ticket(ticket::Ticket),
    #[command(subcommand, alias = "tag")]
    Tags(tags::Tags),
    #[command(subcommand)]
    Contact(contact::Contact),
    #[command(subcommand)]
    Settings(settings::Settings),
    #[command(subcommand)]
    Role(role::Role),
    #[command(subcommand)]
    Log(log::Log),
}

impl Command {
    /// Runs the command.
    pub fn run<'c>(self, cx: &'c Context<'_>) -> Result<Output<'c>> {
        match self {
            Self::Init(args) => init::run(args, cx),
            Self::Demo(args) => demo::run(args, cx),
            Self::Login(args) => login::run(args, cx),
            Self::Logout(args) => logout::run(args, cx),
            Self::Whoami(args) => whoami::run(args, cx),
            Self::User(verb) => verb.run(cx),
            Self::Bu(verb) => verb.run(cx),
            Self::AssetGroup(verb) => verb.run(cx),
            Self::Asset(verb) => verb.run(cx),
            Self::Domain(verb) => verb.run(cx),
            Self::Appliance(verb) => verb.run(cx),
            Self::Config(verb) => verb.run(cx),
            Self::Schedule(verb) => verb.run(cx),
            Self::Ticket(verb) => verb.run(cx),
            Self::Tags(verb) => verb.run(cx),
            Self::Contact(verb) => verb.run(cx),
            Self::Settings(verb) => verb.run(cx),
            Self::Role(verb) => verb.run(cx),
            Self::Log(verb) => verb.run(cx),
        }
    }
}
