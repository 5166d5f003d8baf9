//! The grammar: commands of their own, nouns and their verbs, and how a command line is parsed.

use std::ffi::OsString;
use std::mem::ManuallyDrop;

use clap::{Args as _, FromArgMatches as _};

use super::Command;
use super::folding::fold;
use super::groups::grouped;
use super::habits::understood;
use crate::cli::arguments::names_in;
use crate::cli::globals::Globals;
use crate::domain::ObjectKind;

/// Whether a command stands alone: it reads or prints secrets, sends mail, works on the file as a whole, or takes back what is committed, so it is no
/// part of a larger transaction.
pub fn stands_alone(path: &[&str]) -> bool {
    matches!(
        path,
        ["init" | "demo" | "login" | "logout" | "redeem" | "reset-password" | "recover" | "db", ..]
            | ["account", "password" | "questions"]
            | ["user", "token", ..]
            | ["outbox", "send"]
            | ["undo" | "redo"]
            | ["op", "revert"]
    )
}

/// A parsed command line.
#[derive(Debug)]
pub struct Cli {
    /// The global flags.
    pub globals: Globals,
    /// What to do.
    pub command: Command,
    /// What it names.
    pub named: Vec<(ObjectKind, String)>,
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
        .disable_help_subcommand(true)
        .propagate_version(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .args_override_self(true)
        .max_term_width(100)
}

/// The whole grammar.
pub fn grammar() -> clap::Command {
    let root = Command::grammar(root(), &[]);
    let commands = grouped(&root);
    root.help_template(format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{commands}Options:\n{{options}}{{after-help}}"
    ))
}

/// Parses the arguments of the program. No grammar is taken apart again: the process is about to end.
pub fn parse(args: &[OsString], own: impl Fn(&str) -> Option<Vec<String>>) -> Result<Cli, clap::Error> {
    let args = &understood(args, own);
    parse_each(args, |grammar| parse_with(&mut ManuallyDrop::new(grammar), args))
}

/// Parses the arguments of one command of many, by a grammar that is adapted to it.
pub fn parse_one_of_many(
    args: &[OsString],
    adapted: impl Fn(clap::Command) -> clap::Command,
) -> Result<Cli, clap::Error> {
    let args = &understood(args, |_| None);
    parse_each(args, |grammar| parse_with(&mut adapted(grammar), args))
}

/// Only the grammar of the command that seems to be meant is built, which takes a fifth of the time; whatever
/// that does not accept is parsed again by the whole grammar, which also words the error and the help.
fn parse_each(
    args: &[OsString],
    parse: impl Fn(clap::Command) -> Result<Cli, clap::Error>,
) -> Result<Cli, clap::Error> {
    let words: Vec<&str> =
        args.iter().filter_map(|arg| arg.to_str()).skip_while(|arg| !Command::WORDS.contains(arg)).take(2).collect();
    if !words.is_empty()
        && let Ok(cli) = parse(Command::grammar(root(), &words))
    {
        return Ok(cli);
    }
    parse(for_people(grammar()))
}

/// The grammar as help shows it: examples are folded, so that no line is broken where it cannot be pasted.
pub(super) fn for_people(command: clap::Command) -> clap::Command {
    let folded = command.get_after_help().map(|text| fold(&text.to_string()));
    let command = if let Some(text) = folded { command.after_help(text) } else { command };
    command.mut_subcommands(for_people)
}

fn parse_with(grammar: &mut clap::Command, args: &[OsString]) -> Result<Cli, clap::Error> {
    let matches = grammar.try_get_matches_from_mut(args)?;
    let named = names_in(grammar, &matches);
    let parsed = Globals::from_arg_matches(&matches)
        .and_then(|globals| Command::parsed(&matches).map(|command| Cli { globals, command, named }));
    parsed.map_err(|error| error.format(grammar))
}
