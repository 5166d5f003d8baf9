//! The questions of a move, as flags (MOVE-2, MOVE-10).

use clap::Args;

use super::words::optional;
use crate::domain::Result;
use crate::domain::moving::Answers;

/// Flags that answer the questions.
#[derive(Debug, Clone, Default, Args)]
pub struct AnswerArgs {
    /// Configurations: keep or delete (managed mode: transfer or delete)
    #[arg(long, value_name = "ANSWER")]
    configs: Option<String>,
    /// Asset groups: keep or leave (managed mode: transfer or delete)
    #[arg(long, value_name = "ANSWER")]
    asset_groups: Option<String>,
    /// The new contact of a unit that has none
    #[arg(long, value_name = "LOGIN")]
    primary_contact: Option<String>,
}

impl AnswerArgs {
    /// Puts an answer given at the terminal beside those given as flags.
    #[must_use]
    pub fn with(mut self, asked: &dyn Fn(&str) -> Option<String>) -> Self {
        self.configs = asked("configs").or(self.configs);
        self.asset_groups = asked("asset-groups").or(self.asset_groups);
        self.primary_contact = asked("primary-contact").or(self.primary_contact);
        self
    }

    /// The answers, and the login of the new primary contact.
    ///
    /// # Errors
    /// `invalid` for an unknown word.
    pub fn parse(&self) -> Result<(Answers, Option<String>)> {
        let answers =
            Answers { configs: optional(self.configs.as_ref())?, groups: optional(self.asset_groups.as_ref())? };
        Ok((answers, self.primary_contact.clone()))
    }
}
