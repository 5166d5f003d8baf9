//! Counts and names as they stand in a sentence.

use std::fmt::Display;

/// How many of something: `1 rule`, `3 rules`.
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// All names, one behind the other.
pub fn joined(names: &[impl Display]) -> String {
    names.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// The first names, and how many more there are.
pub fn first_names(names: &[impl Display], most: usize) -> String {
    match names.split_at_checked(most) {
        Some((first, rest)) if !rest.is_empty() => format!("{} and {} more", joined(first), rest.len()),
        _ => joined(names),
    }
}

/// A word with its article: `an auditor`, `a reader`.
pub fn with_article(word: &str) -> String {
    if word.starts_with(['a', 'e', 'i', 'o']) { format!("an {word}") } else { format!("a {word}") }
}
