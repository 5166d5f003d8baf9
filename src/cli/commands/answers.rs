//! The questions of a move, as flags (MOVE-2, MOVE-10).

use clap::Args;

use super::words::optional;
use crate::domain::Result;
use crate::domain::moving::{Answers, ConfigsAnswer, GroupsAnswer};
use crate::domain::reference::UserRef;

/// Flags that answer the questions.
#[derive(Debug, Clone, Default, Args)]
pub struct AnswerArgs {
    /// Configurations: keep or delete (managed mode: transfer or delete)
    #[arg(long, value_name = "ANSWER")]
    configs: Option<ConfigsAnswer>,
    /// Asset groups: keep or leave (managed mode: transfer or delete)
    #[arg(long, value_name = "ANSWER")]
    asset_groups: Option<GroupsAnswer>,
    /// The new contact of a unit that has none
    #[arg(long, value_name = "LOGIN")]
    primary_contact: Option<UserRef>,
}

impl AnswerArgs {
    /// The answers given as flags, or at the terminal instead; and the login of the new primary contact.
    pub fn with(&self, asked: &dyn Fn(&str) -> Option<String>) -> Result<(Answers, Option<String>)> {
        let answers = Answers {
            configs: optional(asked("configs").as_ref())?.or(self.configs),
            groups: optional(asked("asset-groups").as_ref())?.or(self.asset_groups),
        };
        let primary_contact = asked("primary-contact").or_else(|| self.primary_contact.clone().map(Into::into));
        Ok((answers, primary_contact))
    }
}
