//! Where passwords come from: a prompt, standard input or a file; never an argument.

use std::collections::VecDeque;
use std::path::PathBuf;

use clap::Args;
use zeroize::Zeroizing;

use super::asking::MOST_TRIES;
use super::context::Context;
use crate::domain::secret::rules;
use crate::domain::{Error, Key, Result, Secret, Settings};
use crate::service::credential::NewPassword;
use crate::service::password::{Choice, Due, until_accepted};
use crate::service::ports::Random;

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

/// Secrets, read in the order in which they are asked for.
pub struct Secrets<'c, 'e> {
    source: Source<'c, 'e>,
    /// How often a new password has been typed.
    tries: usize,
}

enum Source<'c, 'e> {
    Lines(VecDeque<Secret>),
    /// Asked at the terminal.
    Prompt(&'c Context<'e>),
}

impl<'c, 'e> Secrets<'c, 'e> {
    /// Opens the source.
    pub fn open(args: &SecretArgs, cx: &'c Context<'e>) -> Result<Self> {
        Ok(Self { source: Source::open(args, cx)?, tries: 0 })
    }

    /// Whether secrets are typed at a prompt.
    pub const fn is_prompt(&self) -> bool {
        matches!(self.source, Source::Prompt(_))
    }

    /// A secret that exists already.
    pub fn existing(&mut self, label: &str) -> Result<Secret> {
        match &mut self.source {
            Source::Lines(lines) => lines.pop_front().filter(|secret| !secret.is_empty()).ok_or_else(|| missing(label)),
            Source::Prompt(cx) => cx.prompt().secret(label),
        }
    }

    /// A new password, typed twice at a prompt after its rules; `None` if the lines are used up. One that was `refused` is
    /// asked for again where it is typed, three times in all.
    fn new_one(&mut self, label: &str, settings: &Settings, refused: Option<Error>) -> Result<Option<Secret>> {
        match (&mut self.source, refused) {
            (Source::Lines(_), Some(refused)) => Err(refused),
            (Source::Lines(lines), None) => Ok(lines.pop_front().filter(|secret| !secret.is_empty())),
            (Source::Prompt(cx), refused) => typed(cx, &mut self.tries, label, settings, refused).map(Some),
        }
    }

    /// A new password where one is due: chosen, unless passwords are generated here or one is to be (PASS-1);
    /// missing if the lines are used up.
    pub fn choice(&mut self, due: Due<'_>, generate: bool) -> Result<Choice> {
        let generates = generate || (self.is_prompt() && !due.settings.is_on(Key::PasswordUserDefined));
        if generates {
            return Ok(Choice::Generated);
        }
        Ok(self.new_one("New password", due.settings, due.refused)?.map_or(Choice::Missing, Choice::Chosen))
    }

    /// The same where it must be given.
    pub fn required_choice(&mut self, due: Due<'_>, generate: bool) -> Result<Choice> {
        let may_choose = due.settings.is_on(Key::PasswordUserDefined);
        match self.choice(due, generate)? {
            Choice::Missing if may_choose => Err(missing("New password")),
            choice => Ok(choice),
        }
    }

    /// A new password that must be given.
    pub fn required(&mut self, label: &str, settings: &Settings, refused: Option<Error>) -> Result<Secret> {
        self.new_one(label, settings, refused)?.ok_or_else(|| missing(label))
    }

    /// The first password of somebody, by login and names, hashed. What is typed is checked at once; lines are checked where
    /// the password is stored.
    pub fn initial(
        &mut self,
        label: &str,
        settings: &Settings,
        user: (&str, &[&str]),
        random: &dyn Random,
    ) -> Result<NewPassword> {
        if !self.is_prompt() {
            return NewPassword::hash(self.required(label, settings, None)?, random);
        }
        until_accepted(
            |refused| self.required(label, settings, refused),
            |clear| NewPassword::accepted(clear, settings, user, random),
        )
    }
}

impl<'c, 'e> Source<'c, 'e> {
    fn open(args: &SecretArgs, cx: &'c Context<'e>) -> Result<Self> {
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
}

/// A new password as it is typed at a terminal, twice.
fn typed(
    cx: &Context<'_>,
    tries: &mut usize,
    label: &str,
    settings: &Settings,
    mut refused: Option<Error>,
) -> Result<Secret> {
    loop {
        match refused.take() {
            None => rules(settings).iter().for_each(|rule| cx.tell_asker(rule)),
            Some(refused) if *tries >= MOST_TRIES => return Err(refused),
            Some(refused) => cx.tell_refusal(&refused),
        }
        *tries += 1;
        let first = cx.prompt().secret(label)?;
        let second = cx.prompt().secret(&format!("{label} again"))?;
        if first.expose() == second.expose() {
            return Ok(first);
        }
        refused = Some(Error::invalid("the two passwords differ"));
    }
}

fn missing(label: &str) -> Error {
    Error::usage(format!("{} is missing: the input has no line left for it", label.to_lowercase()))
        .hint("give each secret on a line of its own")
}

fn lines(text: &str) -> VecDeque<Secret> {
    text.lines().map(|line| Secret::new(line.to_owned())).collect()
}
