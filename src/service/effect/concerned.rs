//! Whom what was touched concerns, and in what.

use std::collections::BTreeMap;

use super::side::Side;
use crate::domain::touch::{Aspects, Touch};
use crate::domain::{Id, Result, Role};
use crate::store;

/// Users, each with what of its access may have changed.
#[derive(Debug, Default)]
pub struct Concerned(BTreeMap<Id, Aspects>);

impl Concerned {
    /// Whoever a touch concerns, before or after.
    pub fn of(before: &Side<'_>, after: &Side<'_>, touches: &[Touch]) -> Result<Self> {
        let mut concerned = Self::default();
        for touch in touches {
            if *touch == Touch::Setting {
                let differs = |role: &Role| before.switched(*role) != after.switched(*role);
                let roles: Vec<Role> = Role::ALL.iter().copied().filter(differs).collect();
                if !roles.is_empty() {
                    concerned.add(store::effect::of_roles(after.conn, &roles)?, Aspects::SWITCHES);
                }
                continue;
            }
            concerned.add(store::effect::concerned(before.conn, *touch)?, touch.aspects());
            concerned.add(store::effect::concerned(after.conn, *touch)?, touch.aspects());
        }
        Ok(concerned)
    }

    /// All of them.
    pub fn users(&self) -> Vec<Id> {
        self.0.keys().copied().collect()
    }

    /// Adds users in whose own access nothing may have changed.
    pub fn add_all(&mut self, users: impl IntoIterator<Item = Id>) {
        self.add(users, Aspects::NONE);
    }

    fn add(&mut self, users: impl IntoIterator<Item = Id>, aspects: Aspects) {
        for user in users {
            self.0.entry(user).or_default().add(aspects);
        }
    }

    /// What of a user's access may have changed.
    pub fn aspects(&self, user: Id) -> Aspects {
        self.0.get(&user).copied().unwrap_or_default()
    }

    /// The users in parts, each with all that may have changed of any of them.
    pub fn in_parts(&self, most: usize) -> impl Iterator<Item = (Vec<Id>, Aspects)> + '_ {
        let mut rest = self.0.iter().peekable();
        std::iter::from_fn(move || {
            rest.peek()?;
            let (mut users, mut all) = (Vec::new(), Aspects::NONE);
            for (user, aspects) in rest.by_ref().take(most) {
                users.push(*user);
                all.add(*aspects);
            }
            Some((users, all))
        })
    }
}
