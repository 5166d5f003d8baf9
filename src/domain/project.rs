//! Projects: their state, and the roles held in them (PRJ-1, ROLE-5).

use super::action::Action;
use super::id::Id;
use super::roles::ProjectRole;
use super::words::words;

words! {
    /// Whether a project can be worked on.
    ProjectState is "state of a project" {
        Active = "active",
        Archived = "archived",
    }
}

/// A role that somebody holds in a project, by itself or through a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub project: Id,
    /// The group that lends it; `None`: the user's own entry.
    pub group: Option<String>,
    pub role: ProjectRole,
    pub archived: bool,
}

/// The highest role among entries (ROLE-5).
pub fn highest<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Option<ProjectRole> {
    entries.into_iter().map(|entry| entry.role).max()
}

/// Whether an action is possible in an archived project, which is read-only (PRJ-1).
pub const fn is_done_to_archived(action: Action) -> bool {
    matches!(
        action,
        Action::ProjectView
            | Action::RuleView
            | Action::RequirementView
            | Action::ProjectArchive
            | Action::ProjectRestore
            | Action::ProjectDelete
    )
}
