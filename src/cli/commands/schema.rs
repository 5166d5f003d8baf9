//! `schema`

use clap::Args;
use serde_json::Value;

use crate::cli::commands::habits::named;
use crate::cli::commands::verb::Verb;
use crate::cli::context::Context;
use crate::cli::render::{Reply, Text};
use crate::cli::schema::document;
use crate::domain::reference::{CommandWord, texts};
use crate::domain::text::printable;
use crate::domain::{Error, Result};

/// Print the JSON Schema of what a command prints
///
/// Describes what a command prints with `--json`, made from the types that it prints, as JSON Schema (draft 2020-12).
/// Every key is always there; what is absent is `null`. `provost schema error` describes errors on standard error, and
/// `provost schema` alone all commands at once.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost schema user show\n  provost schema error\n  provost schema")]
pub struct SchemaVerb {
    /// The words of the command, such as `user show`; all by default
    #[arg(value_name = "COMMAND")]
    command: Vec<CommandWord>,
}

impl Verb for SchemaVerb {
    type Prints = Text;

    fn run<'c>(self, _cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let words = texts(self.command);
        let command = words.join(" ");
        let schema = match command.as_str() {
            "" => Some(document::of_everything()),
            "error" => Some(document::of_errors()),
            _ => document::of(&known_as(&words)),
        };
        let schema = schema.ok_or_else(|| {
            Error::not_found(format!("no command `{}` prints JSON of its own", printable(&command)))
                .hint("name noun and verb: `provost schema user show`")
        })?;
        Ok(Reply::text(pretty(&schema)))
    }
}

/// The command in the words of the grammar, whatever was typed for it.
fn known_as(words: &[String]) -> String {
    let named = named(words);
    if named.unknown.is_none() { named.path.join(" ") } else { words.join(" ") }
}

fn pretty(schema: &Value) -> String {
    format!("{schema:#}\n")
}
