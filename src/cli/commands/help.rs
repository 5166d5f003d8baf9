//! `help`

use clap::Args;

use super::grammar::for_people;
use super::habits::named;
use super::suggestion::unknown;
use crate::cli::commands::grammar;
use crate::cli::commands::verb::Verb;
use crate::cli::context::Context;
use crate::cli::render::{Reply, Text};
use crate::domain::reference::{CommandWord, texts};
use crate::domain::text::printable;
use crate::domain::words::nearest;
use crate::domain::{Error, Result};

/// What there is to tell beside commands.
const TOPICS: &[(&str, &str)] = &[("filters", include_str!("filters.txt"))];

/// Show the help of a command, or of a topic
///
/// Shows what `--help` behind the command shows. `provost help filters` tells how lists are narrowed and put in order, and
/// how times are written.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost help user list\n  provost help filters")]
pub struct HelpVerb {
    /// The words of the command, such as `user list`; or a topic
    #[arg(value_name = "COMMAND")]
    command: Vec<CommandWord>,
}

impl Verb for HelpVerb {
    type Prints = Text;

    fn run<'c>(self, _cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let words = texts(self.command);
        if let Some((_, text)) = TOPICS.iter().find(|(topic, _)| words == [*topic]) {
            return Ok(Reply::text((*text).to_owned()));
        }
        let named = named(&words);
        if named.unknown.is_some() && !crate::cli::commands::Command::words(&named.path).is_empty() {
            let topic = nearest(&words.join(" "), TOPICS.iter().map(|(topic, _)| *topic));
            return Err(match topic {
                Some(topic) => Error::usage(format!("there is no command or topic `{}`", printable(&words.join(" "))))
                    .hint(format!("provost help {topic}")),
                None => unknown(&named),
            });
        }
        let mut command = for_people(grammar());
        command.build();
        let found = named.path.iter().try_fold(&mut command, |command, word| command.find_subcommand_mut(word));
        let help = found.map(|command| command.render_long_help().to_string()).unwrap_or_default();
        Ok(Reply::text(help))
    }
}
