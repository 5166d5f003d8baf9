//! The configuration file of the operating-system user.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::commands::habits::noun_for;
use super::globals::{ColorChoice, OutputFormat};
use super::shell_line::split;
use crate::domain::{Error, Result};
use crate::store::safety::SafetyCopies;

/// What the file may say; flags and environment variables take precedence.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfigFile {
    /// The database file.
    pub db: Option<PathBuf>,
    /// The form of the output.
    pub output: Option<String>,
    /// When colours are used.
    pub color: Option<String>,
    /// How long to wait for another writer, in seconds.
    pub wait: Option<u32>,
    /// What shows what is longer than the screen.
    pub pager: Option<String>,
    /// Commands by names of one's own.
    #[serde(default)]
    pub alias: BTreeMap<String, String>,
    /// How mails are delivered.
    #[serde(default)]
    pub mail: MailConfig,
    /// What is kept of a database before it is replaced or migrated.
    #[serde(default)]
    pub safety_copies: SafetyConfig,
}

/// What is kept of a database before it is replaced or migrated.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SafetyConfig {
    /// The folder; none: one beside the database.
    pub folder: Option<PathBuf>,
    /// How many copies are kept of a database; 0: none is made.
    pub keep: Option<usize>,
}

impl From<SafetyConfig> for SafetyCopies {
    fn from(config: SafetyConfig) -> Self {
        Self { folder: config.folder, keep: config.keep.unwrap_or(Self::KEEP) }
    }
}

/// How mails are delivered (MAIL-5): only configuration files say so, never the database.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailConfig {
    /// `folder` (the default), `sendmail` or `smtp`.
    pub transport: Option<String>,
    /// The folder for `.eml` files.
    pub folder: Option<PathBuf>,
    /// The sendmail command.
    pub sendmail: Option<PathBuf>,
    /// The SMTP server.
    pub host: Option<String>,
    pub port: Option<u16>,
    /// `starttls`, `implicit`, or `none`.
    pub tls: Option<String>,
    /// The account there.
    pub user: Option<String>,
    /// The file with that account's password.
    pub password_file: Option<PathBuf>,
}

impl MailConfig {
    /// Whether nothing is said of how mails are delivered.
    pub fn is_silent(&self) -> bool {
        *self == Self::default()
    }
}

impl ConfigFile {
    /// The words that an alias stands for.
    pub fn alias(&self, name: &str) -> Option<Vec<String>> {
        split(self.alias.get(name)?).ok()
    }

    /// Reads `provost/config.toml` below the folder; a missing file says nothing.
    pub fn read(config_home: &Path) -> Result<Self> {
        let path = config_home.join("provost").join("config.toml");
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(Error::invalid(format!("{} cannot be read: {error}", path.display()))),
        };
        let file: Self = toml::from_str(&text).map_err(|error| {
            let line = error
                .span()
                .map_or(1, |span| 1 + text.as_bytes().iter().take(span.start).filter(|b| **b == b'\n').count());
            Error::invalid(format!("{}:{line}: {}", path.display(), error.message().replace('\n', " ")))
                .hint("allowed keys: db, output, color, wait, pager, a table `alias` of your own commands, a table `mail`: transport, folder, sendmail, host, port, tls, user, password_file, and a table `safety_copies`: folder, keep")
        })?;
        if let Some(name) = file.alias.keys().find(|name| noun_for(name).is_some()) {
            return Err(Error::invalid(format!("{}: alias.{name}: `{name}` is a command already", path.display()))
                .hint("choose another name for it"));
        }
        match &file.safety_copies.folder {
            Some(folder) if !folder.is_absolute() => Err(Error::invalid(format!(
                "{}: safety_copies.folder: `{}` is no absolute path",
                path.display(),
                folder.display()
            ))
            .hint("write it from the root on; `~` and variables are not replaced")),
            _ => Ok(file),
        }
    }

    /// The form of the output, as a word.
    pub fn output(&self) -> Result<Option<OutputFormat>> {
        self.output.as_deref().map(parse_output).transpose()
    }

    /// When colours are used, as a word.
    pub fn color(&self) -> Result<Option<ColorChoice>> {
        let parse = |word: &str| {
            <ColorChoice as clap::ValueEnum>::from_str(word, true)
                .map_err(|_| Error::usage(format!("`{word}` is no choice of colour: auto, always or never")))
        };
        self.color.as_deref().map(parse).transpose()
    }
}

/// Reads the word for a form of output.
pub fn parse_output(word: &str) -> Result<OutputFormat> {
    <OutputFormat as clap::ValueEnum>::from_str(word, true)
        .map_err(|_| Error::usage(format!("`{word}` is no form of output: table, wide, json, jsonl or csv")))
}
