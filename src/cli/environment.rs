//! Everything a run gets from outside, so that tests can stand in for it.

use std::ffi::OsString;
use std::io::{BufRead, Write};

use super::machine::Machine;
use super::prompt::Prompt;
use crate::service::ports::{Clock, Random};

/// What is a terminal, and how it looks.
#[derive(Debug, Clone, Copy, Default)]
pub struct Terminal {
    /// Standard input.
    pub stdin: bool,
    /// Standard output.
    pub stdout: bool,
    /// Standard error.
    pub stderr: bool,
    /// The width of standard output, in columns.
    pub width: Option<u16>,
    /// Its height, in lines; none: nothing is paged.
    pub height: Option<u16>,
}

/// The width of output that is not a terminal's, and of help.
const DEFAULT_WIDTH: u16 = 80;

impl Terminal {
    /// The width of what is written to it, in columns.
    pub fn columns(&self) -> u16 {
        self.width.unwrap_or(DEFAULT_WIDTH)
    }
}

/// One run of the program.
pub struct Environment<'a> {
    /// The arguments, the program's name first.
    pub args: Vec<OsString>,
    /// Looks up an environment variable.
    pub var: &'a dyn Fn(&str) -> Option<String>,
    /// Standard input.
    pub stdin: &'a mut dyn BufRead,
    /// Standard output.
    pub stdout: &'a mut dyn Write,
    /// Standard error.
    pub stderr: &'a mut dyn Write,
    pub terminal: Terminal,
    /// Asks questions.
    pub prompt: &'a dyn Prompt,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Gives randomness.
    pub random: &'a dyn Random,
    /// Who runs this on the machine.
    pub os_user: &'a dyn Fn() -> String,
    /// What is configured for the whole machine.
    pub machine: Machine,
}
