//! Asset groups: where they come from and what they matter (AG-1).

use super::address::AddressSet;
use super::roles::Role;
use super::words::words;

/// Everything that a user or unit reaches through asset groups (AG-2).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reachable {
    pub addresses: AddressSet,
    /// The domains, by name.
    pub domains: Vec<String>,
    /// The appliances, by name.
    pub appliances: Vec<String>,
}

impl Reachable {
    /// What is in both.
    #[must_use]
    pub fn common(mut self, other: &Self) -> Self {
        self.domains.retain(|name| other.domains.contains(name));
        self.appliances.retain(|name| other.appliances.contains(name));
        Self { addresses: self.addresses.common(&other.addresses), ..self }
    }
}

words! {
    /// Who created the group; it decides what a move does with it (MOVE-3 to MOVE-5).
    Origin is "origin" {
        Manager = "manager",
        Unit = "unit",
        Personal = "personal",
    }
}

words! {
    /// How much the business depends on the group.
    BusinessImpact is "business impact" {
        Critical = "critical",
        High = "high",
        Medium = "medium",
        Low = "low",
        None = "none",
    }
}

impl Origin {
    /// The origin of a group that a user of that role creates (AG-1).
    pub const fn made_by(role: Role) -> Self {
        match role {
            Role::Manager | Role::UserAdministrator => Self::Manager,
            Role::UnitManager => Self::Unit,
            _ => Self::Personal,
        }
    }
}
