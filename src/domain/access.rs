//! The one function that decides: may this actor do that, there? (sections 3 and 14 of the rules)

use super::action::Action;
use super::actor::Actor;
use super::config::ConfigKind;
use super::matrix::{self, Gate, LevelCell, Reach, Tie};
use super::project::{self, Entry};
use super::roles::{Level, MonitoringRole, ProjectRole, Role};
use super::settings::Settings;
use super::words::words;

pub use super::target::{Placement, Target};

/// Where a right comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Via {
    /// The subscription role.
    Role(Role),
    /// The level, own or implied by the role.
    Level(Level),
    /// The level a group lends.
    Group(String, Level),
    /// The user's own role in the project.
    Project(ProjectRole),
    /// The role in the project that a group lends.
    ProjectGroup(String, ProjectRole),
    Monitoring(MonitoringRole),
}

impl Via {
    /// Whether it counts in one project, wherever anything lies.
    const fn is_project(&self) -> bool {
        matches!(self, Self::Project(_) | Self::ProjectGroup(..))
    }

    /// How high it stands among sources of its kind; what is one's own wins over what is lent.
    const fn height(&self) -> u8 {
        match self {
            Self::Level(level) => 2 * *level as u8 + 1,
            Self::Group(_, level) => 2 * *level as u8,
            Self::Project(role) => 2 * *role as u8 + 1,
            Self::ProjectGroup(_, role) => 2 * *role as u8,
            // A role is named first where it gets as far as a level.
            Self::Role(_) => u8::MAX,
            Self::Monitoring(_) => 0,
        }
    }
}

impl std::fmt::Display for Via {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Role(role) => write!(f, "role:{role}"),
            Self::Level(level) => write!(f, "level:{level}"),
            Self::Group(group, _) | Self::ProjectGroup(group, _) => write!(f, "group:{group}"),
            Self::Project(role) => write!(f, "project-role:{role}"),
            Self::Monitoring(role) => write!(f, "monitoring-role:{role}"),
        }
    }
}

/// One way in which the actor holds the action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// Where it comes from.
    pub via: Via,
    /// How far it goes.
    pub reach: Reach,
    /// What is still switched off.
    pub closed: Option<Gate>,
    /// Whether it gets to the target.
    pub arrives: bool,
    /// The role of the target, if this source does not hand it out (ROLE-6).
    pub short_of: Option<Role>,
}

impl Path {
    fn new(via: Via, reach: Reach, arrives: bool) -> Self {
        Self { via, reach, closed: None, arrives, short_of: None }
    }

    /// Whether it grants the action at the target.
    pub fn grants(&self) -> bool {
        self.closed.is_none() && self.arrives && self.short_of.is_none()
    }
}

words! {
    /// Why the answer is what it is, in the contract's words.
    Reason is "reason" {
        /// Yes.
        Granted = "granted",
        /// The account was never signed in to.
        Pending = "pending",
        /// The account is deactivated.
        Inactive = "inactive",
        /// The account is locked after failed sign-ins.
        Locked = "locked",
        /// A contact never signs in (USER-3).
        Contact = "contact",
        /// The password must be changed before anything else.
        PasswordChangeRequired = "password-change-required",
        /// The token in use is narrowed to other actions.
        TokenNarrowed = "token-narrowed",
        /// No path holds the action.
        RoleTooLow = "role-too-low",
        /// An extended permission is missing.
        PermissionMissing = "permission-missing",
        /// The subscription's switch is off.
        SwitchOff = "switch-off",
        /// Held, but not there.
        OutOfReach = "out-of-reach",
        /// No tag stands in scope, without which there is no monitoring (SCOPE-3).
        NoScope = "no-scope",
        /// Held, but the tags there are not in scope (SCOPE-2).
        OutOfScope = "out-of-scope",
        /// Held, but for whoever made or is assigned to review it.
        NotAssigned = "not-assigned",
        /// The project is archived and read-only (PRJ-1).
        Archived = "archived",
        /// Who or what it is done to is worth more than the actor (ROLE-6).
        AboveCeiling = "above-ceiling",
    }
}

/// One thing that stands above the actor, and who could do it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// What stands above, as a clause.
    pub what: String,
    /// Who could do it.
    pub who: &'static str,
}

/// The verdict with its grounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Whether the actor may.
    pub allowed: bool,
    /// Why.
    pub reason: Reason,
    /// Every way in which the action is held or nearly held.
    pub paths: Vec<Path>,
    /// What exceeds the actor's own privileges there (ROLE-6).
    pub above: Vec<Missing>,
    /// Another action that it takes there as well, and that is not held (USER-2).
    pub lacks: Option<Action>,
}

impl Decision {
    /// The widest reach of the paths that are open.
    pub fn reach(&self) -> Option<Reach> {
        self.paths.iter().filter(|path| path.closed.is_none()).map(|path| path.reach).max()
    }

    /// Whether it makes a difference to any path where the target lies.
    pub fn depends_on_place(&self) -> bool {
        self.paths.iter().any(|path| path.reach != Reach::All && !path.via.is_project())
    }

    /// The path that decides, if the answer is yes: of those that get there the widest, then the highest.
    pub fn deciding(&self) -> Option<&Path> {
        let open = self.paths.iter().filter(|path| self.allowed && path.grants());
        open.reduce(
            |best, path| if (path.reach, path.via.height()) > (best.reach, best.via.height()) { path } else { best },
        )
    }

    /// The deciding path, if it gets everywhere.
    pub fn everywhere(&self) -> Option<&Path> {
        self.deciding().filter(|path| path.reach == Reach::All)
    }

    /// The first gate that keeps a path shut.
    pub fn closed_gate(&self) -> Option<Gate> {
        self.paths.iter().find_map(|path| path.closed)
    }
}

/// Decides by the tables of ROLE-7 and section 11: enforcement and explanation both ask here (ACC-2).
pub fn decide(actor: &Actor, settings: &Settings, action: Action, target: Target) -> Decision {
    let paths = paths(actor, settings, action, target);
    let reason = standing(actor, action).unwrap_or_else(|| reason(actor, action, target, &paths));
    Decision { allowed: reason == Reason::Granted, reason, paths, above: Vec::new(), lacks: None }
}

/// Reasons are tried in this order: is it held at all, is there a scope for monitoring, does it get there.
fn reason(actor: &Actor, action: Action, target: Target, paths: &[Path]) -> Reason {
    if !paths.iter().any(|path| path.closed.is_none()) {
        return match paths.iter().find_map(|path| path.closed) {
            Some(Gate::Permission(_)) => Reason::PermissionMissing,
            Some(Gate::Switch(_)) => Reason::SwitchOff,
            None => Reason::RoleTooLow,
        };
    }
    let tie = matrix::tie(action).filter(|_| actor.role != Role::Manager);
    if tie.is_some() && !actor.has_tag_scope {
        return Reason::NoScope;
    }
    if !paths.iter().any(|path| path.closed.is_none() && path.arrives) {
        return match tie {
            Some(Tie::InScope) => Reason::OutOfScope,
            Some(Tie::Reviews | Tie::MadeOrReviews) => Reason::NotAssigned,
            // Without a target, nothing but an archived project keeps a path from arriving.
            None if target.placement.is_none() => Reason::Archived,
            _ => Reason::OutOfReach,
        };
    }
    if target.archived && !project::is_done_to_archived(action) { Reason::Archived } else { Reason::Granted }
}

/// What stands before every right: the state of the password, and the token in use.
fn standing(actor: &Actor, action: Action) -> Option<Reason> {
    if actor.password_change.is_some() && !matches!(action, Action::AccountPassword | Action::Logout) {
        return Some(Reason::PasswordChangeRequired);
    }
    (!actor.token_allows(action)).then_some(Reason::TokenNarrowed)
}

fn paths(actor: &Actor, settings: &Settings, action: Action, target: Target) -> Vec<Path> {
    let mut paths = Vec::new();
    let arrives = |reach| target.placement.is_none_or(|placement| placement.within(reach));
    for cell in role_cells(actor.role, action, target.kind, target.placement.is_none()) {
        if let Some(reach) = cell.reach {
            let closed = cell.gate.filter(|gate| !is_open(actor, settings, *gate));
            paths.push(Path { closed, ..Path::new(Via::Role(actor.role), reach, arrives(reach)) });
        }
    }
    let own_level = actor.level.max(actor.role.implied_level());
    let sources = std::iter::once((Via::Level(own_level), own_level))
        .chain(actor.groups.iter().map(|group| (Via::Group(group.name.clone(), group.level), group.level)));
    for (via, level) in sources {
        if matrix::level_cell(level, action) != LevelCell::No {
            paths.push(Path::new(via, Reach::All, true));
        }
    }
    paths.extend(project_paths(actor, action, target));
    paths.extend(monitoring_path(actor, action, arrives));
    paths
}

/// The monitoring role's path: everywhere for a manager, else as far as the action's tie goes.
fn monitoring_path(actor: &Actor, action: Action, arrives: impl Fn(Reach) -> bool) -> Option<Path> {
    let (lowest, tie) = (matrix::monitoring_role_for(action)?, matrix::tie(action)?);
    let role = actor.effective_monitoring();
    let reach = if actor.role == Role::Manager { Reach::All } else { tie.reach() };
    (role >= lowest).then(|| Path::new(Via::Monitoring(role), reach, arrives(reach)))
}

/// One path for each entry that holds the action in the project; without a project, in any.
fn project_paths(actor: &Actor, action: Action, target: Target) -> Vec<Path> {
    let Some(lowest) = matrix::project_role_for(action) else { return Vec::new() };
    let entries = actor.projects.iter().filter(|entry| entry.role >= lowest);
    let path = |entry: &Entry| {
        let via = match &entry.group {
            None => Via::Project(entry.role),
            Some(group) => Via::ProjectGroup(group.clone(), entry.role),
        };
        let arrives = match target.project {
            Some(project) => entry.project == project,
            // What a project uses lies with who views that project (ORG-1).
            None => match target.placement {
                Some(placement) => placement.own,
                None => !entry.archived || project::is_done_to_archived(action),
            },
        };
        Path::new(via, Reach::Own, arrives)
    };
    entries.map(path).collect()
}

/// The cells that apply: one for a kind; without a kind, held for any kind is held at all.
fn role_cells(role: Role, action: Action, kind: Option<ConfigKind>, anywhere: bool) -> Vec<matrix::Cell> {
    match kind {
        None if anywhere && matches!(action, Action::ConfigAdd | Action::ConfigEdit) => {
            ConfigKind::ALL.iter().map(|kind| matrix::role_cell(role, action, Some(*kind))).collect()
        }
        _ => vec![matrix::role_cell(role, action, kind)],
    }
}

fn is_open(actor: &Actor, settings: &Settings, gate: Gate) -> bool {
    match gate {
        Gate::Permission(permission) => actor.permissions.contains(&permission),
        Gate::Switch(key) => settings.is_on(key),
    }
}

#[cfg(test)]
mod tests {
    use super::super::actor::{GroupLevel, TokenUse};
    use super::super::id::Named;
    use super::super::roles::Permission;
    use super::super::user::{ChangeDue, Status};
    use super::*;

    fn actor(role: Role, level: Level) -> Actor {
        Actor {
            id: 1,
            login: "a@x".into(),
            role,
            unit: Some(Named { id: 7, name: "EU".into() }),
            level,
            groups: vec![],
            projects: vec![],
            monitoring_role: None,
            has_tag_scope: false,
            permissions: vec![],
            status: Status::Active,
            api_only: false,
            password_change: None,
            token: None,
        }
    }

    fn verdict(actor: &Actor, action: Action, placement: Placement) -> Reason {
        decide(actor, &Settings::default(), action, Target::at(placement)).reason
    }

    const THERE: Placement = Placement { own: false, assigned: false, unit: false };
    const IN_UNIT: Placement = Placement { unit: true, ..THERE };
    const MINE: Placement = Placement { own: true, ..THERE };

    #[test]
    fn reach_limits_the_right() {
        let unit_manager = actor(Role::UnitManager, Level::Default);
        assert_eq!(verdict(&unit_manager, Action::UserEdit, IN_UNIT), Reason::Granted);
        assert_eq!(verdict(&unit_manager, Action::UserEdit, THERE), Reason::OutOfReach);
        assert_eq!(verdict(&unit_manager, Action::BuMove, IN_UNIT), Reason::RoleTooLow);
        let scanner = actor(Role::Scanner, Level::Default);
        assert_eq!(verdict(&scanner, Action::AssetGroupEdit, MINE), Reason::Granted);
        assert_eq!(verdict(&scanner, Action::AssetGroupEdit, IN_UNIT), Reason::OutOfReach);
    }

    #[test]
    fn a_permission_opens_its_cell() {
        let mut unit_manager = actor(Role::UnitManager, Level::Default);
        assert_eq!(verdict(&unit_manager, Action::AssetAdd, IN_UNIT), Reason::PermissionMissing);
        unit_manager.permissions.push(Permission::AddAssets);
        assert_eq!(verdict(&unit_manager, Action::AssetAdd, IN_UNIT), Reason::Granted);
    }

    #[test]
    fn a_forced_change_leaves_nothing_but_the_change() {
        let mut manager = actor(Role::Manager, Level::Default);
        manager.password_change = Some(ChangeDue::Forced);
        for action in Action::ALL.iter().filter(|action| !action.is_open()) {
            let expected =
                if *action == Action::AccountPassword { Reason::Granted } else { Reason::PasswordChangeRequired };
            assert_eq!(verdict(&manager, *action, MINE), expected, "{action}");
        }
    }

    #[test]
    fn a_narrowed_token_leaves_nothing_but_its_actions() {
        let mut manager = actor(Role::Manager, Level::Default);
        manager.token = Some(TokenUse { id: 1, allow: Some(vec![Action::UserView]) });
        assert_eq!(verdict(&manager, Action::UserView, THERE), Reason::Granted);
        assert_eq!(verdict(&manager, Action::UserEdit, THERE), Reason::TokenNarrowed);
        manager.token = Some(TokenUse { id: 1, allow: None });
        assert_eq!(verdict(&manager, Action::UserEdit, THERE), Reason::Granted);
    }

    #[test]
    fn a_switch_opens_its_cell() {
        let scanner = actor(Role::Scanner, Level::Default);
        assert_eq!(verdict(&scanner, Action::TicketClose, MINE), Reason::SwitchOff);
    }

    #[test]
    fn the_highest_level_of_all_groups_counts() {
        let mut reader = actor(Role::Reader, Level::Viewer);
        assert_eq!(verdict(&reader, Action::UserAdd, THERE), Reason::RoleTooLow);
        reader.groups.push(GroupLevel { name: "Leads".into(), level: Level::Manager });
        assert_eq!(reader.effective_level(), Level::Manager);
        assert_eq!(verdict(&reader, Action::UserAdd, THERE), Reason::Granted);
    }

    #[test]
    fn monitoring_needs_the_role_then_a_scope_then_the_tie() {
        let mut unit_manager = actor(Role::UnitManager, Level::Default);
        unit_manager.monitoring_role = Some(MonitoringRole::Manager);
        let there = |actor: &Actor, action| verdict(actor, action, Placement::default());
        assert_eq!(there(&unit_manager, Action::FimEventView), Reason::NoScope);
        unit_manager.has_tag_scope = true;
        assert_eq!(there(&unit_manager, Action::FimEventView), Reason::OutOfScope);
        assert_eq!(there(&unit_manager, Action::FimIncidentDelete), Reason::NotAssigned);
        assert_eq!(there(&unit_manager, Action::FimReportView), Reason::OutOfReach);
        assert_eq!(there(&unit_manager, Action::FimIncidentAdd), Reason::Granted);
        let assigned = Placement { assigned: true, ..Placement::default() };
        assert_eq!(verdict(&unit_manager, Action::FimIncidentDelete, assigned), Reason::Granted);
        unit_manager.monitoring_role = None;
        assert_eq!(verdict(&unit_manager, Action::FimIncidentDelete, assigned), Reason::RoleTooLow);
        let manager = actor(Role::Manager, Level::Default);
        assert_eq!(there(&manager, Action::FimIncidentDelete), Reason::Granted);
    }

    #[test]
    fn an_archived_project_is_only_looked_at_brought_back_or_deleted() {
        let manager = actor(Role::Manager, Level::Default);
        let on = |action| decide(&manager, &Settings::default(), action, Target::project(3, true)).reason;
        assert_eq!(on(Action::ProjectEdit), Reason::Archived);
        assert_eq!(on(Action::ProjectScan), Reason::Archived);
        for action in [Action::ProjectView, Action::ProjectRestore, Action::ProjectArchive, Action::ProjectDelete] {
            assert_eq!(on(action), Reason::Granted, "{action}");
        }
    }

    #[test]
    fn held_for_one_kind_is_held_at_all() {
        let reader = actor(Role::Reader, Level::Default);
        assert!(decide(&reader, &Settings::default(), Action::ConfigAdd, Target::default()).allowed);
        let contact = actor(Role::Contact, Level::Default);
        assert!(!decide(&contact, &Settings::default(), Action::ConfigAdd, Target::default()).allowed);
    }
}
