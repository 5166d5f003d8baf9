//! Showing roles, levels and the permission matrix (ROLE-7).

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::config::ConfigKind;
use crate::domain::matrix::{Cell, Gate, LevelCell, level_cell, monitoring_role_for, project_role_for, role_cell};
use crate::domain::query::Holds;
use crate::domain::roles::ProjectRole;
use crate::domain::words::{fold, nearest};
use crate::domain::{Action, Error, Level, MonitoringRole, Result, Role};
use crate::store::listing::column::{self as column, Column, Listed};

/// One of the four kinds of roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnyRole {
    /// A subscription role.
    Role(Role),
    /// An administrative level.
    Level(Level),
    Project(ProjectRole),
    Monitoring(MonitoringRole),
}

/// A role in the list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RoleEntry {
    /// `role`, `level`, `project-role` or `monitoring-role`.
    pub kind: &'static str,
    /// Its word.
    pub name: &'static str,
    /// How many actions it holds.
    pub action_count: usize,
    /// The level it implies, for subscription roles.
    pub implied_level: Option<Level>,
    /// The monitoring role it implies, for subscription roles.
    pub implied_monitoring_role: Option<MonitoringRole>,
}

impl Listed for RoleEntry {
    const COLUMNS: &'static [Column] = &[
        column::computed("kind", Holds::Text),
        column::computed("name", Holds::Text).describing(),
        column::computed("action_count", Holds::Number),
        column::computed("implied_level", Holds::Word(Level::WORDS)),
        column::computed("implied_monitoring_role", Holds::Word(MonitoringRole::WORDS)),
    ];
}

/// A role with all it holds.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RoleDetail {
    /// As in the list.
    #[serde(flatten)]
    pub entry: RoleEntry,
    /// Each action it holds.
    pub actions: Vec<HeldAction>,
}

/// An action a role holds.
#[derive(Debug, Serialize, JsonSchema)]
pub struct HeldAction {
    /// The action; `config.add kind:option-profile` where the kind counts, as `access check` takes it.
    pub action: String,
    /// How far.
    pub reach: &'static str,
    /// What must be switched on beside it: a permission or a setting.
    pub needs: Option<String>,
}

/// One action and what every role of every kind may do with it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MatrixRow {
    /// The action.
    pub action: String,
    /// The cells, `role:manager` to `monitoring-role:manager`, in order.
    #[serde(flatten)]
    pub cells: serde_json::Map<String, serde_json::Value>,
}

impl Listed for MatrixRow {
    const COLUMNS: &'static [Column] = &[
        column::computed("action", Holds::Text).describing(),
        column::computed("role:manager", Holds::Text),
        column::computed("role:user-administrator", Holds::Text),
        column::computed("role:unit-manager", Holds::Text),
        column::computed("role:scanner", Holds::Text),
        column::computed("role:reader", Holds::Text),
        column::computed("role:auditor", Holds::Text),
        column::computed("role:remediation-user", Holds::Text),
        column::computed("role:contact", Holds::Text),
        column::computed("level:default", Holds::Text),
        column::computed("level:viewer", Holds::Text),
        column::computed("level:manager", Holds::Text),
        column::computed("level:admin", Holds::Text),
        column::computed("project-role:viewer", Holds::Text),
        column::computed("project-role:engineer", Holds::Text),
        column::computed("project-role:admin", Holds::Text),
        column::computed("monitoring-role:none", Holds::Text),
        column::computed("monitoring-role:auditor", Holds::Text),
        column::computed("monitoring-role:author", Holds::Text),
        column::computed("monitoring-role:analyst", Holds::Text),
        column::computed("monitoring-role:manager", Holds::Text),
    ];
}

impl AnyRole {
    /// Every role of every kind.
    pub fn all() -> impl Iterator<Item = Self> {
        let roles = Role::ALL.iter().map(|role| Self::Role(*role));
        let levels = Level::ALL.iter().map(|level| Self::Level(*level));
        let projects = ProjectRole::ALL.iter().map(|role| Self::Project(*role));
        let monitoring = MonitoringRole::ALL.iter().map(|role| Self::Monitoring(*role));
        roles.chain(levels).chain(projects).chain(monitoring)
    }

    const fn kind(self) -> &'static str {
        match self {
            Self::Role(_) => "role",
            Self::Level(_) => "level",
            Self::Project(_) => "project-role",
            Self::Monitoring(_) => "monitoring-role",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Role(role) => role.as_str(),
            Self::Level(level) => level.as_str(),
            Self::Project(role) => role.as_str(),
            Self::Monitoring(role) => role.as_str(),
        }
    }

    /// Finds a role by its word, with its kind before it where the word alone is ambiguous.
    ///
    /// # Errors
    /// `not-found`, offering the full names or the nearest.
    pub fn find(typed: &str) -> Result<Self> {
        let (kind, name) = typed.split_once(':').map_or((None, typed), |(kind, name)| (Some(fold(kind)), name));
        let name = fold(name);
        let fits = |role: &Self| role.name() == name && kind.as_deref().is_none_or(|kind| kind == role.kind());
        let found: Vec<Self> = Self::all().filter(fits).collect();
        match found.as_slice() {
            [one] => Ok(*one),
            [] => Err(Error::not_found(format!("there is no role `{}`", crate::domain::text::printable(typed)))
                .rule("ROLE-1")
                .hint_maybe(nearest(&name, Self::all().map(Self::name)).map(|name| format!("did you mean `{name}`?")))
                .hint("provost role list")),
            several => {
                let full: Vec<_> = several.iter().map(|role| format!("`{}:{}`", role.kind(), role.name())).collect();
                Err(Error::not_found(format!("`{name}` is a role of several kinds"))
                    .code("ambiguous")
                    .rule("ROLE-1")
                    .hint(format!("say which: {}", full.join(", "))))
            }
        }
    }

    /// What the role may do with an action: reach and what is needed beside it.
    fn holds(self, action: Action, kind: Option<ConfigKind>) -> Option<(&'static str, Option<String>)> {
        match self {
            Self::Role(role) => {
                let Cell { reach, gate } = role_cell(role, action, kind);
                let needs = gate.map(|gate| match gate {
                    Gate::Permission(permission) => permission.to_string(),
                    Gate::Switch(key) => key.to_string(),
                });
                reach.map(|reach| (reach.as_str(), needs))
            }
            Self::Level(level) => match level_cell(level, action) {
                LevelCell::No => None,
                LevelCell::All => Some(("all", None)),
                LevelCell::BelowCeiling => Some(("up to the ceiling", None)),
            },
            Self::Project(role) => {
                project_role_for(action).filter(|lowest| role >= *lowest).map(|_| ("in the project", None))
            }
            Self::Monitoring(role) => {
                monitoring_role_for(action).filter(|lowest| role >= *lowest).map(|_| ("in scope", None))
            }
        }
    }

    fn held(self) -> Vec<HeldAction> {
        let mut held = Vec::new();
        for (action, kind) in rows() {
            if let Some((reach, needs)) = self.holds(action, kind) {
                held.push(HeldAction { action: row_name(action, kind), reach, needs });
            }
        }
        held
    }

    fn entry(self) -> RoleEntry {
        let implied = match self {
            Self::Role(role) => Some(role),
            _ => None,
        };
        RoleEntry {
            kind: self.kind(),
            name: self.name(),
            action_count: self.held().len(),
            implied_level: implied.map(Role::implied_level),
            implied_monitoring_role: implied.map(Role::implied_monitoring),
        }
    }
}

/// Every row: the actions, those of configurations once more for each kind that has a row of its own.
fn rows() -> Vec<(Action, Option<ConfigKind>)> {
    let mut rows = Vec::new();
    for action in Action::ALL.iter().copied().filter(|action| !action.is_open()) {
        rows.push((action, None));
        let of_kind = crate::domain::matrix::ROLE_ROWS
            .iter()
            .filter(|row| row.actions.contains(&action))
            .flat_map(|row| row.kinds);
        rows.extend(of_kind.map(|kind| (action, Some(*kind))));
    }
    rows
}

fn row_name(action: Action, kind: Option<ConfigKind>) -> String {
    kind.map_or_else(|| action.to_string(), |kind| format!("{action} kind:{kind}"))
}

/// Every role of every kind.
pub fn list() -> Vec<RoleEntry> {
    AnyRole::all().map(AnyRole::entry).collect()
}

/// One role with all it holds.
pub fn show(typed: &str) -> Result<RoleDetail> {
    let role = AnyRole::find(typed)?;
    Ok(RoleDetail { entry: role.entry(), actions: role.held() })
}

/// The whole matrix, a row for each action.
pub fn matrix() -> Vec<MatrixRow> {
    rows()
        .into_iter()
        .map(|(action, kind)| {
            let cells = AnyRole::all().map(|role| {
                let cell = match role.holds(action, kind) {
                    Some((reach, Some(needs))) => format!("{reach} +{needs}"),
                    Some((reach, None)) => reach.to_owned(),
                    None => "-".to_owned(),
                };
                (format!("{}:{}", role.kind(), role.name()), cell.into())
            });
            MatrixRow { action: row_name(action, kind), cells: cells.collect() }
        })
        .collect()
}
