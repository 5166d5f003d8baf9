//! The grammar: commands of their own, nouns and their verbs, and how a command line is parsed.

use std::ffi::OsString;
use std::mem::ManuallyDrop;

use clap::{ArgMatches, Args as _, FromArgMatches as _};

use super::folding::fold;
use super::{
    access, account, appliance, asset, asset_group, auth_record, batch, bu, complete, completions, config, contact, db,
    demo, domain, export, fim, group, import, init, log, login, logout, man, outbox, project, recover, redeem,
    remediation_policy, reset_password, role, scan, schedule, schema, settings, tags, ticket, user, whoami,
};
use crate::cli::context::Context;
use crate::cli::globals::Globals;
use crate::cli::render::Output;
use crate::domain::Result;

/// Declares the verbs of a noun: each is a file with `Args` and `run`; and nouns inside it, with verbs of their own.
macro_rules! verbs {
    (#[doc = $about:literal] $Noun:ident { $($word:literal $Verb:ident => $module:ident),* $(,)? }
     $(nouns { $($inner_word:literal $Inner:ident => $inner:ident),+ $(,)? })?) => {
        #[doc = $about]
        #[derive(Debug)]
        #[allow(missing_docs, clippy::large_enum_variant)]
        pub enum $Noun { $($Verb($module::Args),)* $($($Inner($inner::$Inner)),+)? }

        impl $Noun {
            /// Adds the noun's verbs to its grammar; only the named one, if one is named.
            pub fn grammar(noun: clap::Command, only: Option<&str>) -> clap::Command {
                let mut noun = noun.about($about.trim()).subcommand_required(true).arg_required_else_help(true);
                $(if only.is_none_or(|only| only == $word) {
                    noun = noun.subcommand(<$module::Args as clap::Args>::augment_args(clap::Command::new($word)));
                })*
                $($(if only.is_none_or(|only| only == $inner_word) {
                    noun = noun.subcommand($inner::$Inner::grammar(clap::Command::new($inner_word), None));
                })+)?
                noun
            }

            /// The words of the verb, behind those of the noun.
            pub fn path(&self, path: &mut Vec<&'static str>) {
                match self {
                    $(Self::$Verb(_) => path.push($word),)*
                    $($(Self::$Inner(verb) => {
                        path.push($inner_word);
                        verb.path(path);
                    })+)?
                }
            }

            /// The verb that was parsed.
            pub fn parsed(matches: &clap::ArgMatches) -> Result<Self, clap::Error> {
                match matches.subcommand() {
                    $(Some(($word, inner)) => {
                        <$module::Args as clap::FromArgMatches>::from_arg_matches(inner).map(Self::$Verb)
                    })*
                    $($(Some(($inner_word, inner)) => $inner::$Inner::parsed(inner).map(Self::$Inner),)+)?
                    _ => Err(clap::Error::new(clap::error::ErrorKind::MissingSubcommand)),
                }
            }

            /// Runs the verb.
            pub fn run<'c>(self, cx: &'c $crate::cli::context::Context<'_>) -> $crate::domain::Result<$crate::cli::render::Output<'c>> {
                match self {
                    $(Self::$Verb(args) => $module::run(args, cx),)*
                    $($(Self::$Inner(verb) => verb.run(cx),)+)?
                }
            }
        }
    };
}
pub(crate) use verbs;

/// Declares what can be done: commands of their own, and nouns.
macro_rules! commands {
    (verbs { $($verb:literal $Verb:ident => $verb_module:ident),+ $(,)? }
     nouns { $($noun:literal $Noun:ident => $noun_module:ident),+ $(,)? }) => {
        /// What to do.
        #[derive(Debug)]
        #[allow(missing_docs, clippy::large_enum_variant)]
        pub enum Command { $($Verb($verb_module::Args),)+ $($Noun($noun_module::$Noun)),+ }

        /// The words that a command begins with.
        const WORDS: &[&str] = &[$($verb,)+ $($noun),+];

        impl Command {
            /// Adds the commands to the grammar; only the one that the words begin, if there are any.
            fn grammar(root: clap::Command, only: &[&str]) -> clap::Command {
                let mut root = root;
                $(if only.first().is_none_or(|only| *only == $verb) {
                    root = root.subcommand($verb_module::Args::augment_args(clap::Command::new($verb)));
                })+
                $(if only.first().is_none_or(|only| *only == $noun) {
                    root = root.subcommand($noun_module::$Noun::grammar(clap::Command::new($noun), only.get(1).copied()));
                })+
                root
            }

            /// The command that was parsed.
            fn parsed(matches: &ArgMatches) -> std::result::Result<Self, clap::Error> {
                match matches.subcommand() {
                    $(Some(($verb, inner)) => $verb_module::Args::from_arg_matches(inner).map(Self::$Verb),)+
                    $(Some(($noun, inner)) => $noun_module::$Noun::parsed(inner).map(Self::$Noun),)+
                    _ => Err(clap::Error::new(clap::error::ErrorKind::MissingSubcommand)),
                }
            }

            /// The words of the command, such as `user` and `add`.
            pub fn path(&self) -> Vec<&'static str> {
                let mut path = Vec::new();
                match self {
                    $(Self::$Verb(_) => path.push($verb),)+
                    $(Self::$Noun(verb) => {
                        path.push($noun);
                        verb.path(&mut path);
                    })+
                }
                path
            }

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
        "redeem" Redeem => redeem,
        "reset-password" ResetPassword => reset_password,
        "recover" Recover => recover,
        "import" Import => import,
        "export" Export => export,
        "batch" Batch => batch,
        "completions" Completions => completions,
        "man" Man => man,
        "schema" Schema => schema,
        "__complete" Complete => complete,
    }
    nouns {
        "account" Account => account,
        "user" User => user,
        "bu" Bu => bu,
        "asset-group" AssetGroup => asset_group,
        "asset" Asset => asset,
        "domain" Domain => domain,
        "appliance" Appliance => appliance,
        "config" Config => config,
        "schedule" Schedule => schedule,
        "scan" Scan => scan,
        "ticket" Ticket => ticket,
        "remediation-policy" RemediationPolicy => remediation_policy,
        "auth-record" AuthRecord => auth_record,
        "group" Group => group,
        "project" Project => project,
        "tags" Tags => tags,
        "fim" Fim => fim,
        "access" Access => access,
        "contact" Contact => contact,
        "settings" Settings => settings,
        "role" Role => role,
        "log" Log => log,
        "outbox" Outbox => outbox,
        "db" Db => db,
    }
}

/// Whether a command stands alone: it reads or prints secrets, sends mail, or works on the file as a whole, so it has
/// no dry run and is no part of a larger transaction.
pub fn stands_alone(path: &[&str]) -> bool {
    matches!(
        path,
        ["init" | "demo" | "login" | "logout" | "redeem" | "reset-password" | "recover" | "db", ..]
            | ["account", "password" | "questions"]
            | ["user", "password" | "token", ..]
            | ["outbox", "send"]
    )
}

/// A parsed command line.
#[derive(Debug)]
pub struct Cli {
    /// The global flags.
    pub globals: Globals,
    /// What to do.
    pub command: Command,
}

const ABOUT: &str = "Administer who may do what in an organisation that scans and monitors its machines";
const EXAMPLES: &str = "Examples:\n  provost user list\n  provost bu list --json";
const MORE: &str = "\n\nOne local SQLite file holds the organisation: users and their life cycle, business units, asset \
groups, configurations, tickets, and the log of all that. Every command that changes something takes `--dry-run`, which \
does everything, reports it exactly, and rolls it back.\n\nBegin with `provost demo`, which builds a throw-away \
organisation, plays a move and says what to try next.";

fn root() -> clap::Command {
    // The globals come first: what they say of themselves is not what the program is about.
    Globals::augment_args(clap::Command::new("provost"))
        .version(env!("CARGO_PKG_VERSION"))
        .about(ABOUT)
        .long_about(format!("{ABOUT}{MORE}"))
        .after_help(EXAMPLES)
        .propagate_version(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .args_override_self(true)
        .max_term_width(100)
}

/// The whole grammar.
pub fn grammar() -> clap::Command {
    Command::grammar(root(), &[]).mut_subcommand("tags", |tags| tags.alias("tag"))
}

/// Parses the arguments of the program. No grammar is taken apart again: the process is about to end.
///
/// # Errors
/// The grammar's own.
pub fn parse(args: &[OsString]) -> std::result::Result<Cli, clap::Error> {
    parse_each(args, |grammar| parse_with(&mut ManuallyDrop::new(grammar), args))
}

/// Parses the arguments of one command of many, by a grammar that is adapted to it.
///
/// # Errors
/// The grammar's own.
pub fn parse_one_of_many(
    args: &[OsString],
    adapted: impl Fn(clap::Command) -> clap::Command,
) -> std::result::Result<Cli, clap::Error> {
    parse_each(args, |grammar| parse_with(&mut adapted(grammar), args))
}

/// Only the grammar of the command that seems to be meant is built, which takes a fifth of the time; whatever
/// that does not accept is parsed again by the whole grammar, which also words the error and the help.
fn parse_each(
    args: &[OsString],
    parse: impl Fn(clap::Command) -> std::result::Result<Cli, clap::Error>,
) -> std::result::Result<Cli, clap::Error> {
    let words: Vec<&str> =
        args.iter().filter_map(|arg| arg.to_str()).skip_while(|arg| !WORDS.contains(arg)).take(2).collect();
    if !words.is_empty()
        && let Ok(cli) = parse(Command::grammar(root(), &words))
    {
        return Ok(cli);
    }
    parse(for_people(grammar()))
}

/// The grammar as help shows it: examples are folded, so that no line is broken where it cannot be pasted.
fn for_people(command: clap::Command) -> clap::Command {
    let folded = command.get_after_help().map(|text| fold(&text.to_string()));
    let command = if let Some(text) = folded { command.after_help(text) } else { command };
    command.mut_subcommands(for_people)
}

fn parse_with(grammar: &mut clap::Command, args: &[OsString]) -> std::result::Result<Cli, clap::Error> {
    let matches = grammar.try_get_matches_from_mut(args)?;
    let parsed = Globals::from_arg_matches(&matches)
        .and_then(|globals| Command::parsed(&matches).map(|command| Cli { globals, command }));
    parsed.map_err(|error| error.format(grammar))
}
