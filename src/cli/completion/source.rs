//! Where the values of arguments come from; which argument has which is said in [`super::super::arguments`].

use crate::domain::{Key, ObjectKind};

/// Where values come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// These words.
    Words(&'static [&'static str]),
    /// Settings, each with `=` behind it.
    Settings,
    Names(ObjectKind),
    /// Objects with their kind before them, such as `bu:EU`.
    Objects,
    /// Operations of late, each with its sentence.
    Operations,
    /// Nouns and verbs of the program itself.
    Commands,
    /// Files and folders, which the shell knows.
    Files,
    /// Nobody knows.
    Unknown,
}

impl Source {
    /// The settings that can be set.
    pub fn settings() -> impl Iterator<Item = &'static str> {
        Key::WORDS.iter().copied()
    }
}
