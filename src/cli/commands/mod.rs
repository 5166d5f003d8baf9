//! The grammar: nouns, verbs, and the top-level commands; one file per verb.

use clap::{ArgMatches, Args as _, FromArgMatches, Parser, Subcommand};

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
    (#[doc = $about:literal] $Noun:ident { $($Verb:ident => $module:ident),+ $(,)? }) => {
        #[doc = $about]
        #[derive(Debug, clap::Subcommand)]
        #[allow(missing_docs, clippy::large_enum_variant)]
        pub enum $Noun { $($Verb($module::Args)),+ }

        impl $Noun {
            /// What the noun is about, in one line.
            pub const ABOUT: &'static str = $about;

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

/// Declares what can be done: commands of their own, and nouns. The grammar of a noun is built only when
/// it is used, which more than halves the start of a process.
macro_rules! commands {
    (verbs { $($verb:literal $Verb:ident => $verb_module:ident),+ $(,)? }
     nouns { $($noun:literal $Noun:ident => $noun_module:ident),+ $(,)? }) => {
        /// What to do.
        #[derive(Debug)]
        #[allow(missing_docs, clippy::large_enum_variant)]
        pub enum Command { $($Verb($verb_module::Args),)+ $($Noun($noun_module::$Noun)),+ }

        impl Subcommand for Command {
            fn augment_subcommands(root: clap::Command) -> clap::Command {
                root
                    $(.subcommand($verb_module::Args::augment_args(clap::Command::new($verb))))+
                    $(.subcommand(
                        clap::Command::new($noun)
                            .about($noun_module::$Noun::ABOUT.trim())
                            .subcommand_required(true)
                            .arg_required_else_help(true)
                            .defer($noun_module::$Noun::augment_subcommands),
                    ))+
                    .mut_subcommand("tags", |tags| tags.alias("tag"))
            }

            fn augment_subcommands_for_update(root: clap::Command) -> clap::Command {
                Self::augment_subcommands(root)
            }

            fn has_subcommand(name: &str) -> bool {
                [$($verb,)+ $($noun),+].contains(&name)
            }
        }

        impl FromArgMatches for Command {
            fn from_arg_matches(matches: &ArgMatches) -> std::result::Result<Self, clap::Error> {
                match matches.subcommand() {
                    $(Some(($verb, inner)) => $verb_module::Args::from_arg_matches(inner).map(Self::$Verb),)+
                    $(Some(($noun, inner)) => $noun_module::$Noun::from_arg_matches(inner).map(Self::$Noun),)+
                    _ => Err(clap::Error::new(clap::error::ErrorKind::MissingSubcommand)),
                }
            }

            fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> std::result::Result<(), clap::Error> {
                *self = Self::from_arg_matches(matches)?;
                Ok(())
            }
        }

        impl Command {
            /// Runs the command.
            pub fn run<'c>(self, cx: &'c Context<'_>) -> Result<Output<'c>> {
                match self {
                    $(Self::$Verb(args) => $verb_module::run(args, cx),)+
                    $(Self::$Noun(verb) => verb.run(cx)),+
                }
            }
        }
    };
}

commands! {
    verbs {
        "init" Init => init,
        "demo" Demo => demo,
        "login" Login => login,
        "logout" Logout => logout,
        "whoami" Whoami => whoami,
    }
    nouns {
        "user" User => user,
        "bu" Bu => bu,
        "asset-group" AssetGroup => asset_group,
        "asset" Asset => asset,
        "domain" Domain => domain,
        "appliance" Appliance => appliance,
        "config" Config => config,
        "schedule" Schedule => schedule,
        "ticket" Ticket => ticket,
        "tags" Tags => tags,
        "contact" Contact => contact,
        "settings" Settings => settings,
        "role" Role => role,
        "log" Log => log,
    }
}
