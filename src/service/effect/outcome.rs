//! What is told of it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::effect::Effect;
use crate::domain::{Action, Error, Id, ObjectKind, Result};
use crate::service::Op;
use crate::service::report::TO_CONFIRM;

/// How many users are told one by one.
const MOST: usize = 100;

/// What an operation comes to for everybody (ACC-5).
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct Effects {
    /// Whose access changes, and how: the first 100 by login, of those whom the actor may view.
    pub effects: Vec<Effect>,
    /// How many users' access changes.
    pub effects_user_count: usize,
    /// How many of them the actor may not view.
    #[serde(skip)]
    pub hidden_count: usize,
    /// How many lose something.
    #[serde(skip)]
    pub losing_count: usize,
}

impl Effects {
    /// What the actor is told of what changed.
    pub fn told(op: &Op<'_>, mut changed: Vec<(Id, Effect)>) -> Result<Self> {
        changed.sort_unstable_by(|(_, one), (_, other)| one.user.cmp(&other.user));
        let losing_count = changed.iter().filter(|(_, effect)| !effect.lost.is_empty()).count();
        let mut told = Self { effects_user_count: changed.len(), losing_count, ..Self::default() };
        let views_all = op.holds_everywhere(Action::UserView);
        for (user, effect) in changed {
            if !views_all && !op.may_view(ObjectKind::User, user)? {
                told.hidden_count += 1;
            } else if told.effects.len() < MOST {
                told.effects.push(effect);
            }
        }
        Ok(told)
    }

    /// Refuses to take access from more than one user until that is confirmed.
    ///
    /// # Errors
    /// `usage`, code [`TO_CONFIRM`].
    pub fn check_confirmed(&self) -> Result<()> {
        if self.losing_count < 2 {
            return Ok(());
        }
        Err(Error::usage(format!("this takes access from {} users, and needs a confirmation", self.losing_count))
            .rule("ACC-5")
            .code(TO_CONFIRM)
            .hint("add `--yes` to confirm")
            .hint("or `--dry-run` to see what it would do"))
    }
}
