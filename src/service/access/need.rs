//! What an action takes, read from the tables of ROLE-7.

use crate::domain::config::ConfigKind;
use crate::domain::matrix::{
    Gate, LevelCell, Reach, Tie, level_cell, monitoring_role_for, project_role_for, role_cell, tie,
};
use crate::domain::{Action, Level, Role};

/// One line for each kind of source that holds the action.
pub fn needs(action: Action, kind: Option<ConfigKind>) -> Vec<String> {
    let mut needs = Vec::new();
    if action.is_open() {
        return vec!["nothing: anybody may".to_owned()];
    }
    let roles: Vec<String> = Role::ALL.iter().filter_map(|role| by_role(*role, action, kind)).collect();
    if !roles.is_empty() {
        needs.push(roles.join(", "));
    }
    if let Some(level) = lowest_level(action) {
        needs.push(format!("level:{level} or above"));
    }
    if let Some(lowest) = project_role_for(action) {
        needs.push(format!("project-role:{lowest} or above in the project"));
    }
    if let Some(lowest) = monitoring_role_for(action) {
        needs.push(format!("monitoring-role:{lowest} or above{}", beside(action)));
    }
    needs
}

/// The lowest level that holds an action.
pub fn lowest_level(action: Action) -> Option<Level> {
    Level::ALL.iter().copied().find(|level| level_cell(*level, action) != LevelCell::No)
}

fn by_role(role: Role, action: Action, kind: Option<ConfigKind>) -> Option<String> {
    let cell = role_cell(role, action, kind);
    let reach = match cell.reach? {
        Reach::All => String::new(),
        reach => format!(" ({reach})"),
    };
    let gate = match cell.gate {
        None => String::new(),
        Some(Gate::Permission(permission)) => format!(" with {permission}"),
        Some(Gate::Switch(key)) => format!(" with {key}=on"),
    };
    Some(format!("role:{role}{reach}{gate}"))
}

/// What a user that is no manager needs beside its monitoring role.
fn beside(action: Action) -> &'static str {
    match tie(action) {
        None => "",
        Some(Tie::New) => "; and a tag in scope",
        Some(Tie::InScope) => "; and a tag in scope that covers one of its tags, unless it has none",
        Some(Tie::Made) => "; a tag in scope; and to have made it",
        Some(Tie::MadeOrReviews) => "; a tag in scope; and to have made it or to review it",
        Some(Tie::Reviews) => "; a tag in scope; and to be assigned to review it",
    }
}
