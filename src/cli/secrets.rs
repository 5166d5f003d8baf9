//! Where passwords come from: a prompt, standard input or a file; never an argument.

use std::collections::VecDeque;
use std::path::PathBuf;

use clap::Args;
use zeroize::Zeroizing;

use super::context::Context;
use crate::domain::{Error, Key, Result, Secret, Settings};
use crate::service::password::Choice;

/// The flags that name a source of secrets.
#[derive(Debug, Clone, Default, Args)]
pub struct SecretArgs {
    /// Read secrets from standard input, or type them
    #[arg(long, conflicts_with = "password_file")]
    pub password_stdin: bool,
    /// Read secrets from this file
    #[arg(long, value_name = "PATH")]
    pub password_file: Option<PathBuf>,
}

impl SecretArgs {
    /// Whether a source is named.
    pub const fn is_given(&self) -> bool {
        self.password_stdin || self.password_file.is_some()
    }
}

/// A source of secrets, read in the order in which they are asked for.
pub enum Secrets<'c, 'e> {
    Lines(VecDeque<Secret>),
    /// Asked at the terminal.
    Prompt(&'c Context<'e>),
}

impl<'c, 'e> Secrets<'c, 'e> {
    /// Opens the source.
    pub fn open(args: &SecretArgs, cx: &'c Context<'e>) -> Result<Self> {
        if args.password_stdin && !cx.can_ask() {
            return Ok(Self::Lines(lines(&Zeroizing::new(cx.read_stdin()?))));
        }
        if let Some(path) = &args.password_file {
            let text = std::fs::read_to_string(path)
                .map_err(|error| Error::usage(format!("`{}` cannot be read: {error}", path.display())))?;
            return Ok(Self::Lines(lines(&Zeroizing::new(text))));
        }
        if cx.can_ask() {
            return Ok(Self::Prompt(cx));
        }
        Err(Error::usage("a password is needed, and there is no terminal to ask for it")
            .hint("add `--password-stdin` or `--password-file PATH`"))
    }

    /// Whether secrets are typed at a prompt.
    pub const fn is_prompt(&self) -> bool {
        matches!(self, Self::Prompt(_))
    }

    /// A secret that exists already.
    pub fn existing(&mut self, label: &str) -> Result<Secret> {
        match self {
            Self::Lines(lines) => lines.pop_front().filter(|secret| !secret.is_empty()).ok_or_else(|| missing(label)),
            Self::Prompt(cx) => cx.prompt().secret(label),
        }
    }

    /// A new secret, typed twice at a prompt; `None` if the lines are used up.
    pub fn new_one(&mut self, label: &str) -> Result<Option<Secret>> {
        match self {
            Self::Lines(lines) => Ok(lines.pop_front().filter(|secret| !secret.is_empty())),
            Self::Prompt(cx) => {
                let first = cx.prompt().secret(label)?;
                let second = cx.prompt().secret(&format!("{label} again"))?;
                if first.expose() == second.expose() {
                    return Ok(Some(first));
                }
                Err(Error::invalid("the two passwords differ").hint("try again"))
            }
        }
    }

    /// A new password where one is due: chosen, unless passwords are generated here or one is to be (PASS-1);
    /// missing if the lines are used up.
    pub fn choice(&mut self, settings: &Settings, generate: bool) -> Result<Choice> {
        let generates = generate || (self.is_prompt() && !settings.is_on(Key::PasswordUserDefined));
        if generates {
            return Ok(Choice::Generated);
        }
        Ok(self.new_one("New password")?.map_or(Choice::Missing, Choice::Chosen))
    }

    /// The same where it must be given.
    pub fn required_choice(&mut self, settings: &Settings, generate: bool) -> Result<Choice> {
        match self.choice(settings, generate)? {
            Choice::Missing if settings.is_on(Key::PasswordUserDefined) => Err(missing("New password")),
            choice => Ok(choice),
        }
    }

    /// A new secret that must be given.
    pub fn required(&mut self, label: &str) -> Result<Secret> {
        self.new_one(label)?.ok_or_else(|| missing(label))
    }
}

fn missing(label: &str) -> Error {
    Error::usage(format!("{} is missing: the input has no line left for it", label.to_lowercase()))
        .hint("give each secret on a line of its own")
}

fn lines(text: &str) -> VecDeque<Secret> {
    text.lines().map(|line| Secret::new(line.to_owned())).collect()
}
