//! One thing that fits where the cursor stands, and what a shell is told of all of them.

/// One thing that fits.
#[derive(Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What the word becomes.
    pub value: String,
    /// What it is; empty if there is nothing to say.
    pub about: String,
}

impl Candidate {
    pub fn plain(value: impl Into<String>) -> Self {
        Self { value: value.into(), about: String::new() }
    }
}

/// What a shell is told.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    /// Whole words.
    Words(Vec<Candidate>),
    /// Beginnings of words, behind which no blank belongs.
    Beginnings(Vec<Candidate>),
    /// Files, which the shell knows itself.
    Files,
}

/// Those of them that begin as typed.
pub fn beginning(found: Vec<Candidate>, typed: &str) -> Vec<Candidate> {
    let typed = typed.to_lowercase();
    found.into_iter().filter(|one| one.value.to_lowercase().starts_with(&typed)).collect()
}
