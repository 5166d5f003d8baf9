//! A question that a workflow cannot go on without.

use std::fmt::Display;

use super::phrase::{counted, first_names};

/// How many names a fact tells, and how many facts are told.
const MOST: usize = 10;

/// A question that is open; a terminal asks it after its facts, a script answers with `flag`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The flag that answers it, without dashes.
    pub flag: &'static str,
    /// The question as a sentence.
    pub text: String,
    /// The words that answer it; empty: free text.
    pub answers: &'static [&'static str],
    /// What it is about, a line each.
    pub facts: Vec<String>,
    /// Who could be named by a free text, as far as that is known.
    pub choices: Vec<String>,
}

impl Question {
    /// A question without facts.
    pub fn new(flag: &'static str, text: impl Into<String>, answers: &'static [&'static str]) -> Self {
        Self { flag, text: text.into(), answers, facts: Vec::new(), choices: Vec::new() }
    }

    /// Tells what each of the users concerned has; those who have nothing are not told of.
    #[must_use]
    pub fn about_users(mut self, users: impl IntoIterator<Item = (String, Vec<String>)>) -> Self {
        let facts: Vec<String> = users
            .into_iter()
            .filter(|(_, has)| !has.is_empty())
            .map(|(login, has)| possessions(&login, &has))
            .collect();
        let more = facts.len().saturating_sub(MOST);
        self.facts.extend(facts.into_iter().take(MOST));
        self.facts.extend((more > 0).then(|| format!("and {} more", counted(more, "user"))));
        self
    }

    /// Tells who could be named.
    #[must_use]
    pub fn choosing(mut self, names: impl IntoIterator<Item = String>) -> Self {
        self.choices.extend(names);
        self
    }

    /// All that is told before it is asked.
    pub fn lines(&self) -> Vec<String> {
        let choices =
            (!self.choices.is_empty()).then(|| format!("to choose from: {}", first_names(&self.choices, MOST)));
        self.facts.iter().cloned().chain(choices).collect()
    }
}

fn possessions(login: &str, names: &[impl Display]) -> String {
    format!("{login}: {}", first_names(names, MOST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_names_are_told_and_how_many_more() {
        let many = |what: &str, count: usize| (1..=count).map(|at| format!("{what}{at}")).collect::<Vec<_>>();
        let users = many("user", 12).into_iter().map(|login| (login, many("c", 11)));
        let question = Question::new("configs", "keep?", &["keep"]).about_users(users).choosing(many("m", 3));
        let lines = question.lines();
        assert_eq!(lines.len(), 12);
        assert_eq!(lines[0], "user1: c1, c2, c3, c4, c5, c6, c7, c8, c9, c10 and 1 more");
        assert_eq!(lines[10], "and 2 users more");
        assert_eq!(lines[11], "to choose from: m1, m2, m3");
        assert!(Question::new("x", "?", &[]).about_users([("ann".to_owned(), Vec::new())]).lines().is_empty());
    }
}
