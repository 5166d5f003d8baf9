//! Words that people type from habit: other names of nouns and verbs, plurals, `help` behind a noun, and aliases of their
//! own. No list tells them; they are taken wherever nothing has that name.

use std::ffi::OsString;

use super::Command;
use crate::domain::words::nearest;

/// Other names of nouns.
const NOUNS: &[(&str, &str)] = &[
    ("unit", "bu"),
    ("units", "bu"),
    ("business-unit", "bu"),
    ("business-units", "bu"),
    ("ag", "asset-group"),
    ("ags", "asset-group"),
    ("tag", "tags"),
    ("setting", "settings"),
];

/// Other names of verbs.
const VERBS: &[(&str, &str)] = &[
    ("ls", "list"),
    ("rm", "delete"),
    ("remove", "delete"),
    ("create", "add"),
    ("new", "add"),
    ("get", "show"),
    ("info", "show"),
    ("set", "edit"),
    ("update", "edit"),
    ("mv", "move"),
    ("enable", "activate"),
    ("unlock", "activate"),
    ("disable", "deactivate"),
    ("block", "deactivate"),
    ("suspend", "deactivate"),
];

/// Global flags whose value is the next word.
const WITH_VALUE: &[&str] = &["--db", "-o", "--output", "--fields", "--reason", "--color", "--wait"];

/// The words of a command line that name the command.
#[derive(Debug, PartialEq, Eq)]
pub struct Named {
    /// What is known of it.
    pub path: Vec<&'static str>,
    /// The first word that is not.
    pub unknown: Option<String>,
    /// The words behind it that are no flags.
    pub rest: Vec<String>,
}

/// The same arguments in the words of the grammar; `own` gives what an alias of one's own stands for.
pub fn understood(args: &[OsString], own: impl Fn(&str) -> Option<Vec<String>>) -> Vec<OsString> {
    let mut args = args.to_vec();
    let mut path: Vec<&'static str> = Vec::new();
    let mut at = 1;
    let mut may_be_own = true;
    while let Some(place) = next_word(&args, at) {
        let Some(word) = args.get(place).and_then(|arg| arg.to_str()).map(str::to_owned) else { break };
        let words = Command::words(&path);
        if words.is_empty() {
            break;
        }
        if let Some(known) = known(&path, &word) {
            if let Some(arg) = args.get_mut(place) {
                *arg = known.into();
            }
            path.push(known);
        } else if let Some(meant) = own(&word).filter(|_| path.is_empty() && may_be_own) {
            args.splice(place..=place, meant.into_iter().map(OsString::from));
            may_be_own = false;
            continue;
        } else if word == "help" && !path.is_empty() {
            args.remove(place);
            args.push("--help".into());
            continue;
        } else {
            if word == "rename" && words.contains(&"edit") {
                rename(&mut args, place, &path);
            }
            break;
        }
        at = place + 1;
    }
    args
}

/// The command that the words behind `help` mean, in the words of the grammar.
pub fn named(words: &[String]) -> Named {
    let mut named = Named { path: Vec::new(), unknown: None, rest: Vec::new() };
    let mut words = words.iter();
    for word in words.by_ref() {
        match known(&named.path, word) {
            Some(known) => named.path.push(known),
            None => {
                named.unknown = Some(word.clone());
                break;
            }
        }
    }
    named.rest = words.cloned().collect();
    named
}

/// The same of a whole command line.
pub fn named_in(args: &[OsString]) -> Named {
    let mut words = Vec::new();
    let mut at = 1;
    while let Some(place) = next_word(args, at) {
        words.extend(args.get(place).map(|arg| arg.to_string_lossy().into_owned()));
        at = place + 1;
    }
    named(&words)
}

/// The place of the next word that is no flag and no flag's value.
fn next_word(args: &[OsString], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let word = args.get(at)?.to_str().unwrap_or_default();
        if word == "--" {
            return None;
        }
        if !word.starts_with('-') || word == "-" {
            return Some(at);
        }
        at += if WITH_VALUE.contains(&word) { 2 } else { 1 };
    }
}

/// The word of the grammar that is meant behind a path.
pub fn known(path: &[&str], typed: &str) -> Option<&'static str> {
    let words = Command::words(path);
    let word = |wanted: &str| words.iter().copied().find(|word| *word == wanted);
    if let Some(word) = word(typed) {
        return Some(word);
    }
    let other = if path.is_empty() { NOUNS } else { VERBS };
    if let Some((_, meant)) = other.iter().find(|(from, _)| *from == typed) {
        // Both could be meant.
        let is_torn = typed == "remove" && words.contains(&"unassign");
        return word(meant).filter(|_| !is_torn);
    }
    let is_noun = |word: &&&'static str| !Command::words(&[path, &[**word]].concat()).is_empty();
    words.iter().filter(is_noun).copied().find(|noun| {
        typed.strip_suffix('s') == Some(noun)
            || typed.strip_suffix("ies").is_some_and(|stem| noun.strip_suffix('y') == Some(stem))
    })
}

/// `rename A B` is `edit A --name B`; of users, whose name is the login, `--login`.
fn rename(args: &mut Vec<OsString>, place: usize, path: &[&'static str]) {
    let Some(second) = next_word(args, place + 1).and_then(|first| next_word(args, first + 1)) else { return };
    if next_word(args, second + 1).is_some() {
        return;
    }
    if let Some(word) = args.get_mut(place) {
        *word = "edit".into();
    }
    args.insert(second, if path == ["user"] { "--login" } else { "--name" }.into());
}

/// The verb that another word stands for.
pub fn verb_for(word: &str) -> Option<&'static str> {
    VERBS.iter().find(|(from, _)| *from == word).map(|(_, meant)| *meant)
}

/// The verb that a slip of another word for it stands for.
pub fn nearest_habit(word: &str) -> Option<&'static str> {
    nearest(word, VERBS.iter().map(|(from, _)| *from)).and_then(verb_for)
}

/// The noun that another word stands for, which is known behind no path but the root.
pub fn noun_for(word: &str) -> Option<&'static str> {
    known(&[], word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(typed: &str) -> String {
        let args: Vec<OsString> = std::iter::once("provost").chain(typed.split(' ')).map(Into::into).collect();
        let own =
            |word: &str| (word == "leavers").then(|| vec!["user".to_owned(), "ls".to_owned(), "--limit=3".to_owned()]);
        let words: Vec<String> =
            understood(&args, own).into_iter().skip(1).map(|arg| arg.into_string().unwrap()).collect();
        words.join(" ")
    }

    #[test]
    fn habits_are_understood() {
        for (typed, meant) in [
            ("user ls", "user list"),
            ("users ls --limit 3", "user list --limit 3"),
            ("--db x.db unit rm A", "--db x.db bu delete A"),
            ("ag list -o json", "asset-group list -o json"),
            ("tag new A", "tags add A"),
            ("user unlock a@x", "user activate a@x"),
            ("bu rename A B", "bu edit A --name B"),
            ("user rename a@x b@x -n", "user edit a@x --login b@x -n"),
            ("fim incidents ls", "fim incident list"),
            ("remediation-policies get A", "remediation-policy show A"),
            ("user tokens ls", "user token list"),
            ("account info", "account info"),
            ("settings set a=b", "settings set a=b"),
            ("group remove A", "group remove A"),
            ("user help list", "user list --help"),
            ("leavers -n", "user list --limit=3 -n"),
            ("user add --first-name ls", "user add --first-name ls"),
        ] {
            assert_eq!(line(typed), meant, "{typed}");
        }
    }

    #[test]
    fn no_other_name_hides_a_word_of_the_grammar() {
        for (typed, meant) in NOUNS {
            assert!(!Command::WORDS.contains(typed) && Command::WORDS.contains(meant), "{typed}");
        }
    }
}
