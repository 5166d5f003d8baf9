//! Asking at a terminal.

use std::io::{BufRead as _, Write as _};

#[cfg(unix)]
use super::interruption::interruptible;
use crate::domain::{Error, Kind, Result, Secret};

/// Elsewhere the system ends the program by itself.
#[cfg(not(unix))]
fn interruptible<T>(ask: impl FnOnce() -> std::io::Result<T>) -> std::io::Result<T> {
    ask()
}

/// Asks questions; tests answer from a script.
pub trait Prompt {
    /// Asks for a line of text.
    fn line(&self, question: &str) -> Result<String>;

    /// Asks for a secret, which is not shown while it is typed.
    fn secret(&self, question: &str) -> Result<Secret>;
}

/// Asks at the terminal: questions on standard error, answers from standard input.
pub struct TerminalPrompt;

fn interrupted() -> Error {
    Error::new(Kind::Interrupted, "interrupted; nothing was written")
}

impl Prompt for TerminalPrompt {
    fn line(&self, question: &str) -> Result<String> {
        let mut stderr = std::io::stderr();
        write!(stderr, "{question} ").and_then(|()| stderr.flush()).map_err(|_| interrupted())?;
        let mut answer = String::new();
        match interruptible(|| std::io::stdin().lock().read_line(&mut answer)) {
            Ok(0) | Err(_) => Err(interrupted()),
            Ok(_) => Ok(answer.trim().to_owned()),
        }
    }

    fn secret(&self, question: &str) -> Result<Secret> {
        let answer =
            interruptible(|| rpassword::prompt_password(format!("{question}: "))).map_err(|_| interrupted())?;
        Ok(Secret::new(answer))
    }
}
