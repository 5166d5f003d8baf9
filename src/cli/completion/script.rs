//! The scripts that a shell reads, and how it is answered.

use clap::ValueEnum;

use super::candidate::{Answer, Candidate};
use super::quoting::{Quote, quoted, unquoted};
use crate::cli::render::cell::safe;

/// A shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    /// GNU Bash
    Bash,
    /// Z shell
    Zsh,
    /// fish
    Fish,
    /// PowerShell
    Powershell,
}

impl Shell {
    /// The script that it reads.
    pub const fn script(self) -> &'static str {
        match self {
            Self::Bash => include_str!("../../../completions/provost.bash"),
            Self::Zsh => include_str!("../../../completions/_provost"),
            Self::Fish => include_str!("../../../completions/provost.fish"),
            Self::Powershell => include_str!("../../../completions/provost.ps1"),
        }
    }

    /// The words without quotes, where the shell hands them on as they were typed; and the quote that is open.
    pub fn read(self, words: &[String]) -> (Vec<String>, Quote) {
        let mut quote = Quote::None;
        let plain = words.iter().enumerate().map(|(at, word)| {
            let is_raw = self == Self::Bash || (self == Self::Fish && at + 1 == words.len());
            if !is_raw {
                return word.clone();
            }
            let (plain, open) = unquoted(word);
            quote = open;
            plain
        });
        (plain.collect(), quote)
    }

    /// The answer: what kind it is on the first line, then a candidate a line, what it is behind a tabulator. What
    /// could steer a terminal is left out.
    pub fn write(self, answer: Answer, quote: Quote) -> String {
        let (kind, found) = match answer {
            Answer::Words(found) => ("words", found),
            Answer::Beginnings(found) => ("beginnings", found),
            Answer::Files => ("files", Vec::new()),
        };
        let mut text = format!("{kind}\n");
        for Candidate { value, about } in found.iter().filter(|one| safe(&one.value) == one.value) {
            let value = if self == Self::Bash { quoted(value, quote) } else { Some(value.clone()) };
            let Some(value) = value else { continue };
            text.push_str(&value);
            if !about.is_empty() {
                text.push('\t');
                text.push_str(&safe(about));
            }
            text.push('\n');
        }
        text
    }
}
