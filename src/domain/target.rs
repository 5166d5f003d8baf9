//! What an action is aimed at, and where that lies as seen by the actor.

use super::actor::Actor;
use super::config::ConfigKind;
use super::id::Id;
use super::matrix::Reach;

/// Where a thing lies, as seen by the actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Placement {
    /// It is the actor, or the actor made or holds it.
    pub own: bool,
    /// The actor's asset groups reach it.
    pub assigned: bool,
    /// It lies in the actor's unit.
    pub unit: bool,
}

impl Placement {
    /// Lies in that unit, as seen by the actor.
    pub fn in_unit(actor: &Actor, unit: Option<Id>) -> Self {
        Self { unit: unit.is_some() && unit == actor.unit_id(), ..Self::default() }
    }

    /// Where a user lies, and what would be its own.
    pub fn of_user(actor: &Actor, user: Id, unit: Option<Id>) -> Self {
        Self { own: user == actor.id, ..Self::in_unit(actor, unit) }
    }

    /// Whether a right of that reach gets here. What is one's own lies within every reach.
    pub const fn within(self, reach: Reach) -> bool {
        match reach {
            Reach::All => true,
            Reach::Unit => self.unit || self.own,
            Reach::Assigned => self.assigned || self.own,
            Reach::Own => self.own,
        }
    }
}

/// What the action is aimed at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Target {
    /// Where it lies; `None`: anywhere, that is, is the action held at all?
    pub placement: Option<Placement>,
    /// The kind, for configurations.
    pub kind: Option<ConfigKind>,
    /// The project, for what is done in one.
    pub project: Option<Id>,
    /// Whether the project is archived, and so read-only (PRJ-1).
    pub archived: bool,
}

impl Target {
    /// A thing that lies there.
    pub const fn at(placement: Placement) -> Self {
        Self { placement: Some(placement), kind: None, project: None, archived: false }
    }

    pub fn project(project: Id, archived: bool) -> Self {
        Self { placement: Some(Placement::default()), kind: None, project: Some(project), archived }
    }

    /// Anything of that kind of configuration, wherever it lies.
    pub const fn of_kind(kind: ConfigKind) -> Self {
        Self { placement: None, kind: Some(kind), project: None, archived: false }
    }

    /// A configuration of that kind that lies there.
    pub const fn config(kind: ConfigKind, placement: Placement) -> Self {
        Self { placement: Some(placement), kind: Some(kind), project: None, archived: false }
    }
}
