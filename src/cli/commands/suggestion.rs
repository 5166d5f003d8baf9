//! What somebody may have meant whose words name no command: looked for in the whole tree.

use super::Command;
use super::habits::{Named, nearest_habit, noun_for, verb_for};
use crate::domain::Error;
use crate::domain::text::printable;
use crate::domain::words::nearest;

/// How many suggestions are made.
const MOST: usize = 4;

/// The error for words that name no command.
pub fn unknown(named: &Named) -> Error {
    let Some(word) = &named.unknown else { return Error::usage("no command is named").hint("provost --help") };
    let message = match named.path.as_slice() {
        [] => format!("there is no command `{}`", printable(word)),
        path => format!("`{}` has no verb `{}`", path.join(" "), printable(word)),
    };
    let help = ["provost"].iter().chain(&named.path).copied().collect::<Vec<_>>().join(" ");
    let suggested = suggested(named, word);
    let error = suggested
        .iter()
        .fold(Error::usage(message), |error, path| error.hint(format!("did you mean `provost {path}`?")));
    error.hint(format!("{help} --help"))
}

fn suggested(named: &Named, word: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut add = |path: String| {
        if !found.contains(&path) && found.len() < MOST {
            found.push(path);
        }
    };
    let below = Command::words(&named.path);
    let here = |verb: &str| named.path.iter().copied().chain([verb]).collect::<Vec<_>>().join(" ");
    // Both could be meant.
    if word == "remove" && below.contains(&"unassign") {
        ["delete", "unassign"].iter().for_each(|verb| add(here(verb)));
    }
    let slip = nearest(word, below.iter().copied().filter(|word| !word.starts_with("__")))
        .or_else(|| nearest_habit(word).filter(|verb| below.contains(verb) && with_verb(word).is_empty()));
    if let Some(slip) = slip {
        let inner = Command::words(&[named.path.as_slice(), &[slip]].concat());
        let next = named.rest.first().map(|next| {
            let meant = verb_for(next).filter(|verb| inner.contains(verb)).unwrap_or(next);
            inner.iter().copied().find(|word| *word == meant).or_else(|| nearest(next, inner.iter().copied()))
        });
        match next.flatten() {
            Some(next) => add(here(&format!("{slip} {next}"))),
            None => add(here(slip)),
        }
    }
    if word == "rename" && below.contains(&"edit") {
        add(here("edit NAME --name NEW"));
    }
    for begun in below.iter().filter(|verb| word.len() > 1 && verb.starts_with(word)) {
        add(here(begun));
    }
    // The same verb of another noun, of the one that is named behind it first.
    let verb = verb_for(word).unwrap_or(word);
    let mut elsewhere = with_verb(verb);
    if let Some(noun) = named.rest.first().and_then(|word| noun_for(word)) {
        elsewhere.retain(|path| *path == format!("{noun} {verb}"));
    }
    if elsewhere.len() <= MOST || named.path.is_empty() {
        elsewhere.into_iter().for_each(&mut add);
    }
    // A noun inside another one.
    if let Some(path) = inner_noun(word) {
        let verb = named.rest.first().map(|verb| verb_for(verb).unwrap_or(verb));
        let verb = verb.filter(|verb| Command::words(&path).contains(verb)).unwrap_or_default();
        add(format!("{} {verb}", path.join(" ")).trim_end().to_owned());
    }
    found
}

/// The path of a noun that stands inside another one.
fn inner_noun(word: &str) -> Option<Vec<&'static str>> {
    let singular = word.strip_suffix('s').unwrap_or(word);
    Command::WORDS.iter().find_map(|outer| {
        let inner = Command::words(&[outer]).iter().find(|inner| **inner == word || **inner == singular)?;
        (!Command::words(&[outer, inner]).is_empty()).then(|| vec![*outer, *inner])
    })
}

/// Every command whose last word is that.
fn with_verb(verb: &str) -> Vec<String> {
    let mut found = Vec::new();
    collect(&mut Vec::new(), verb, &mut found);
    found
}

fn collect(path: &mut Vec<&'static str>, verb: &str, found: &mut Vec<String>) {
    for word in Command::words(path) {
        path.push(word);
        if Command::words(path).is_empty() && *word == verb && path.len() > 1 {
            found.push(path.join(" "));
        }
        collect(path, verb, found);
        path.pop();
    }
}
