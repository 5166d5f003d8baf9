//! What fits where the cursor stands.

use clap::builder::PossibleValue;
use clap::{Arg, Command};

use super::candidate::{Answer, Candidate, beginning};
use super::line::{TypedLine, Wanted};
use super::source::Source;
use crate::cli::arguments;
use crate::cli::commands::grammar;
use crate::cli::commands::habits::named;
use crate::cli::context::Context;
use crate::domain::{ObjectKind, Result};
use crate::service::Op;
use crate::service::completion::{self, Among};
use crate::store::Location;

/// What fits the last of the words, which stand behind the program's name. Where the database does not answer, only
/// the grammar does.
pub fn answer(cx: &Context<'_>, words: &[String]) -> Answer {
    let grammar = grammar();
    let line = TypedLine::read(&grammar, words);
    let found = match &line.wanted {
        Wanted::Word(command) => subcommands(command),
        Wanted::Flag(command) => flags(&grammar, command, &line),
        Wanted::Value { arg, head } => return with_head(values(cx, &grammar, &line, arg), head),
        Wanted::Nothing => Vec::new(),
    };
    Answer::Words(beginning(found, &line.typed))
}

fn with_head(answer: Answer, head: &str) -> Answer {
    let add = |found: Vec<Candidate>| {
        found.into_iter().map(|one| Candidate { value: format!("{head}{}", one.value), ..one }).collect()
    };
    match answer {
        Answer::Words(found) => Answer::Words(add(found)),
        Answer::Beginnings(found) => Answer::Beginnings(add(found)),
        Answer::Files => Answer::Files,
    }
}

fn subcommands(command: &Command) -> Vec<Candidate> {
    let about = |command: &Command| command.get_about().map(ToString::to_string).unwrap_or_default();
    command
        .get_subcommands()
        .filter(|sub| !sub.is_hide_set())
        .map(|sub| Candidate { value: sub.get_name().to_owned(), about: about(sub) })
        .collect()
}

/// The flags that have not been given yet, or may be given again.
fn flags(grammar: &Command, command: &Command, line: &TypedLine<'_>) -> Vec<Candidate> {
    let of = |arg: &Arg| {
        let may_come = arg.get_num_args().is_some_and(|count| count.max_values() > 1)
            || matches!(arg.get_action(), clap::ArgAction::Append)
            || line.said(arg.get_id().as_str()).next().is_none();
        let about = arg.get_help().map(ToString::to_string).unwrap_or_default();
        let long = arg.get_long().filter(|_| may_come && !arg.is_hide_set())?;
        Some(Candidate { value: format!("--{long}"), about })
    };
    let globals = grammar.get_arguments().filter(|arg| arg.is_global_set());
    let help = Candidate { value: "--help".to_owned(), about: "Print help".to_owned() };
    command.get_arguments().filter(|arg| !arg.is_global_set()).chain(globals).filter_map(of).chain([help]).collect()
}

fn values(cx: &Context<'_>, grammar: &Command, line: &TypedLine<'_>, arg: &Arg) -> Answer {
    if let Some(answer) =
        super::keys::answer(line, arg.get_id().as_str(), &|kind, typed| flat_names(cx, line, kind, typed))
    {
        return answer;
    }
    let possible = arg.get_possible_values();
    if !possible.is_empty() {
        return Answer::Words(beginning(possible.iter().map(of_grammar).collect(), &line.typed));
    }
    match arguments::source(arg) {
        Source::Words(words) => {
            Answer::Words(beginning(words.iter().copied().map(Candidate::plain).collect(), &line.typed))
        }
        Source::Settings => {
            let keys = Source::settings().map(|key| Candidate::plain(format!("{key}="))).collect();
            Answer::Beginnings(beginning(keys, &line.typed))
        }
        Source::Names(kind) => Answer::Words(names(cx, line, arg, kind)),
        Source::Objects => objects(cx, line),
        Source::Operations => Answer::Words(operations(cx, line)),
        Source::Commands => Answer::Words(beginning(commands(grammar, line, arg), &line.typed)),
        Source::Files => Answer::Files,
        Source::Unknown => Answer::Words(Vec::new()),
    }
}

fn of_grammar(value: &PossibleValue) -> Candidate {
    let about = value.get_help().map(ToString::to_string).unwrap_or_default();
    Candidate { value: value.get_name().to_owned(), about }
}

/// The nouns and verbs behind those that have been said for the same argument.
fn commands(grammar: &Command, line: &TypedLine<'_>, arg: &Arg) -> Vec<Candidate> {
    let named = named(&line.said(arg.get_id().as_str()).map(str::to_owned).collect::<Vec<_>>());
    if named.unknown.is_some() {
        return Vec::new();
    }
    let command = named.path.iter().try_fold(grammar, |command, word| command.find_subcommand(word));
    command.map(subcommands).unwrap_or_default()
}

/// The operations of late that can be taken back, each with its sentence.
fn operations(cx: &Context<'_>, line: &TypedLine<'_>) -> Vec<Candidate> {
    let found = peek(cx, line, |op| completion::operations(op, &line.typed));
    found.into_iter().map(|one| Candidate { value: one.id.to_string(), about: one.details }).collect()
}

/// Names of objects that may be viewed and fit; those said already do not come again.
fn names(cx: &Context<'_>, line: &TypedLine<'_>, arg: &Arg, kind: ObjectKind) -> Vec<Candidate> {
    let said: Vec<&str> = line.said(arg.get_id().as_str()).collect();
    let found = peek(cx, line, |op| {
        let among = if kind == ObjectKind::User { among(op, line) } else { Among::All };
        completion::names(op, kind, &line.typed, among)
    });
    let found = found.into_iter().filter(|one| !said.contains(&one.name.as_str()));
    found.map(|one| Candidate { value: one.name, about: one.about }).collect()
}

/// Names of a kind that may be viewed and begin so, wherever they stand.
fn flat_names(cx: &Context<'_>, line: &TypedLine<'_>, kind: ObjectKind, typed: &str) -> Vec<String> {
    let found = peek(cx, line, |op| completion::names(op, kind, typed, Among::All));
    found.into_iter().map(|one| one.name).collect()
}

/// Which users the verb is for.
fn among(op: &Op<'_>, line: &TypedLine<'_>) -> Among {
    let named = |arg: &str, kind: ObjectKind| line.said(arg).next().and_then(|name| op.find(kind, name).ok());
    let group = |kind: ObjectKind| named("group", kind).map(|group| (kind, group.id));
    match line.path.as_slice() {
        ["group", "assign"] => group(ObjectKind::Group).map_or(Among::All, Among::Outside),
        ["group", "unassign"] => group(ObjectKind::Group).map_or(Among::All, Among::Inside),
        ["asset-group", "assign"] => group(ObjectKind::AssetGroup).map_or(Among::All, Among::Outside),
        ["asset-group", "unassign"] => group(ObjectKind::AssetGroup).map_or(Among::All, Among::Inside),
        ["project", "unassign"] => named("project", ObjectKind::Project)
            .map_or(Among::All, |project| Among::Inside((ObjectKind::Project, project.id))),
        ["user", "activate"] => Among::Inactive,
        ["user", "deactivate"] => Among::Active,
        _ => Among::All,
    }
}

/// `kind:`, and behind it the names of that kind.
fn objects(cx: &Context<'_>, line: &TypedLine<'_>) -> Answer {
    let Some((word, typed)) = line.typed.split_once(':') else {
        let kinds = ObjectKind::WORDS.iter().map(|kind| Candidate::plain(format!("{kind}:"))).collect();
        return Answer::Beginnings(beginning(kinds, &line.typed));
    };
    let Ok(kind) = word.parse::<ObjectKind>() else { return Answer::Words(Vec::new()) };
    let found = peek(cx, line, |op| completion::names(op, kind, typed, Among::All));
    let object = |one: completion::Name| Candidate { value: format!("{word}:{}", one.name), about: one.about };
    Answer::Words(found.into_iter().map(object).collect())
}

/// Asks the database that the line names, or the usual one. Whatever goes wrong, there is nothing to offer.
fn peek<T: Default>(cx: &Context<'_>, line: &TypedLine<'_>, ask: impl FnOnce(&Op<'_>) -> Result<T>) -> T {
    let named = line.said("db").last().map(|typed| Location::read(typed.into()));
    let Ok(database) = named.unwrap_or_else(|| Ok(cx.app.database.clone())) else { return T::default() };
    let app = crate::service::App { wait: std::time::Duration::ZERO, ..cx.app.at(database) };
    app.peek(ask).unwrap_or_default()
}
