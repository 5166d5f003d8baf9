//! The ceiling (ROLE-6): nobody hands out, takes away or touches more than they hold themselves.

use super::access::{Missing, Path, Via};
use super::action::Action;
use super::actor::Actor;
use super::error::Error;
use super::id::Named;
use super::matrix::{
    Cell, Gate, LEVEL_ROWS, LevelCell, MONITORING_ROWS, PROJECT_ROWS, ROLE_ROWS, Reach, RoleRow, Tie, level_cell, tie,
};
use super::object::ObjectKind;
use super::roles::{Level, MonitoringRole, Permission, ProjectRole, Role};

/// What a user is worth to the ceiling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Privileges {
    /// The subscription role.
    pub role: Role,
    /// The effective level (ROLE-5).
    pub level: Level,
    /// The monitoring role set on the user.
    pub monitoring_role: Option<MonitoringRole>,
    /// Extended permissions.
    pub permissions: Vec<Permission>,
    /// The roles held in projects, by itself and through groups.
    pub projects: Vec<(Named, ProjectRole)>,
}

impl Privileges {
    /// The monitoring role that counts (ROLE-3).
    pub fn effective_monitoring(&self) -> MonitoringRole {
        self.role.effective_monitoring(self.monitoring_role)
    }

    /// The monitoring role that was set, where the role does not imply as much.
    fn monitoring_beyond_role(&self) -> Option<MonitoringRole> {
        self.monitoring_role.filter(|set| *set > self.role.implied_monitoring())
    }

    fn into_rights(self) -> Vec<Right> {
        let (role, monitoring) = (self.role, self.monitoring_beyond_role().map(Right::Monitoring));
        let mut rights = vec![Right::Role(role), Right::Level(self.level)];
        rights.extend(self.projects.into_iter().map(|(project, role)| Right::Project(project, role)));
        rights.extend(self.permissions.into_iter().map(|permission| Right::Permission(permission, role)));
        rights.extend(monitoring);
        rights
    }
}

/// Something that is held, lent or handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Right {
    /// A subscription role.
    Role(Role),
    /// An administrative level.
    Level(Level),
    /// A monitoring role beyond what the role implies.
    Monitoring(MonitoringRole),
    /// An extended permission, for somebody of a role.
    Permission(Permission, Role),
    /// A role in a project, which whoever touches its holder must have as well.
    Project(Named, ProjectRole),
    /// A role in a project, which whoever lends it must be able to give (PRJ-2).
    ProjectLent(Named, ProjectRole),
}

/// A change of one user, as the ceiling sees it.
#[derive(Debug, Clone)]
pub struct Change {
    /// Before; `None`: the user is new.
    pub before: Option<Privileges>,
    /// After; `None`: the user goes.
    pub after: Option<Privileges>,
    /// Whether the actor changes itself.
    pub oneself: bool,
}

/// Whether an action on a user or group needs to cover it (ROLE-6).
pub const fn applies(action: Action, kind: ObjectKind) -> bool {
    match kind {
        ObjectKind::User => matches!(
            action,
            Action::UserEdit
                | Action::UserRole
                | Action::UserLevel
                | Action::UserGrant
                | Action::UserInvite
                | Action::UserPassword
                | Action::UserPasswordSet
                | Action::UserActivate
                | Action::UserDeactivate
                | Action::UserDelete
                | Action::UserSessions
                | Action::UserToken
                | Action::BuMove
        ),
        ObjectKind::Group => matches!(action, Action::GroupEdit | Action::GroupDelete | Action::GroupAssign),
        _ => false,
    }
}

/// Everything in the change that exceeds what the actor holds through the given paths; empty: allowed.
pub fn covers(actor: &Actor, paths: &[Path], change: Change) -> Vec<Missing> {
    let mut missing = Vec::new();
    match (change.before, change.after) {
        (Some(before), Some(after)) if change.oneself => missing = to_oneself(actor, paths, before, after),
        _ if change.oneself => {}
        (before, after) => {
            for privileges in [before, after].into_iter().flatten() {
                missing.extend(exceeding(actor, paths, &privileges.into_rights()));
            }
        }
    }
    once(missing)
}

/// What a change of an account's own row gives it, beyond what it had (ROLE-10).
pub fn gained(before: Option<&Privileges>, after: &Privileges) -> Vec<Right> {
    let mut gained = Vec::new();
    if before.is_none_or(|before| !is_within(after.role, before.role)) {
        gained.push(Right::Role(after.role));
    }
    if before.is_none_or(|before| after.level > before.level) {
        gained.push(Right::Level(after.level));
    }
    let monitoring = after.monitoring_beyond_role();
    gained.extend(
        monitoring
            .filter(|set| before.is_none_or(|before| *set > before.effective_monitoring()))
            .map(Right::Monitoring),
    );
    gained
}

/// Each missing thing once.
pub fn once(all: Vec<Missing>) -> Vec<Missing> {
    let mut once: Vec<Missing> = Vec::with_capacity(all.len());
    for one in all {
        if !once.contains(&one) {
            once.push(one);
        }
    }
    once
}

/// The refusal that lists each missing thing and who could do it.
pub fn refusal(login: &str, missing: &[Missing]) -> Error {
    refused(format!("`{login}` is above your own privileges"), missing).rule("ROLE-6")
}

/// The refusal of the guard: an operation would give more than its actor has to give (ROLE-10).
pub fn refusal_to_lend(missing: &[Missing]) -> Error {
    refused("this would hand out more than is yours to give".to_owned(), missing).rule("ROLE-10")
}

fn refused(what: String, missing: &[Missing]) -> Error {
    let whats: Vec<_> = missing.iter().map(|missing| missing.what.as_str()).collect();
    let mut error = Error::not_permitted(format!("{what}: {}", whats.join("; "))).code("above-ceiling");
    for missing in missing {
        let hint = format!("{} can do it", missing.who);
        if !error.hints.contains(&hint) {
            error = error.hint(hint);
        }
    }
    error
}

/// Whatever of these rights is not the actor's to give, or to touch: more than it holds through the paths, or than its
/// token leaves it (ROLE-6, ROLE-10).
pub fn exceeding(actor: &Actor, paths: &[Path], rights: &[Right]) -> Vec<Missing> {
    rights.iter().flat_map(|right| [beyond_actor(actor, paths, right), beyond_token(actor, right)]).flatten().collect()
}

fn beyond_actor(actor: &Actor, paths: &[Path], right: &Right) -> Option<Missing> {
    let missing = |what, who| Some(Missing { what, who });
    match right {
        Right::Role(role) => {
            let mut open = paths.iter().filter(|path| path.closed.is_none() && path.arrives);
            if open.any(|path| hands_out(actor, &path.via, *role)) {
                return None;
            }
            missing(format!("the role `{role}` is not among those to be handed out or changed"), grantor(*role))
        }
        Right::Level(level) => {
            let own = actor.effective_level();
            if *level <= own {
                return None;
            }
            missing(format!("the level `{level}` exceeds `{own}`"), "somebody of level `admin`")
        }
        Right::Monitoring(role) => {
            let own = actor.effective_monitoring();
            if *role <= own {
                return None;
            }
            missing(format!("the monitoring role `{role}` exceeds `{own}`"), "a manager")
        }
        // Who may grant one decides about it alone (ROLE-6).
        Right::Permission(..) => None,
        Right::Project(project, role) => {
            if actor.project_role(project.id) >= Some(*role) {
                return None;
            }
            let what = format!("the role `{role}` in the project `{}` is more than is held there", project.name);
            missing(what, "somebody of level `admin`")
        }
        Right::ProjectLent(project, _) => {
            if actor.project_role(project.id) == Some(ProjectRole::Admin) {
                return None;
            }
            let what = format!("it holds a role in the project `{}`, where none may be granted", project.name);
            missing(what, "an admin of the project")
        }
    }
}

/// A token that is narrowed neither hands out nor touches a right by which somebody could change things beyond their
/// own in a way that the token cannot (ROLE-10, SESS-2).
fn beyond_token(actor: &Actor, right: &Right) -> Option<Missing> {
    let allowed = actor.narrowed_to()?;
    // Taking something back opens nothing: every object's own action decides (OP-5).
    let opens = |action: &Action| !action.is_view() && *action != Action::OpRevert;
    let is_beyond = |action: &Action| opens(action) && !allowed.contains(action);
    let (reaches_beyond, what) = match right {
        Right::Role(role) => (role_actions(*role).any(|action| is_beyond(&action)), format!("the role `{role}`")),
        Right::Level(level) => (level_actions(*level).any(|action| is_beyond(&action)), format!("the level `{level}`")),
        Right::Monitoring(role) => {
            (monitoring_actions(*role).any(|action| is_beyond(&action)), format!("the monitoring role `{role}`"))
        }
        Right::Permission(permission, role) => (
            permission_actions(*permission, *role).any(|action| is_beyond(&action)),
            format!("the extended permission `{permission}`"),
        ),
        Right::Project(project, role) | Right::ProjectLent(project, role) => (
            project_actions(*role).any(|action| is_beyond(&action)),
            format!("the role `{role}` in the project `{}`", project.name),
        ),
    };
    reaches_beyond.then(|| Missing {
        what: format!("{what} holds more than the actions your token is narrowed to"),
        who: "whoever signs in without a token",
    })
}

/// What a role does to a whole unit or more without any permission, and in monitoring to what others made.
fn role_actions(role: Role) -> impl Iterator<Item = Action> {
    let rows = ROLE_ROWS.iter().filter(move |row| {
        let cell = row.cells.get(role as usize);
        cell.is_some_and(|cell| cell.reach >= Some(Reach::Unit) && !matches!(cell.gate, Some(Gate::Permission(_))))
    });
    rows.flat_map(|row| row.actions.iter().copied()).chain(monitoring_actions(role.implied_monitoring()))
}

/// What a permission opens beyond one's own for a role.
fn permission_actions(permission: Permission, role: Role) -> impl Iterator<Item = Action> {
    let opened = move |cell: &Cell| cell.gate == Some(Gate::Permission(permission)) && cell.reach > Some(Reach::Own);
    let rows = ROLE_ROWS.iter().filter(move |row| row.cells.get(role as usize).is_some_and(opened));
    rows.flat_map(|row| row.actions.iter().copied())
}

fn level_actions(level: Level) -> impl Iterator<Item = Action> {
    let rows = LEVEL_ROWS.iter().flat_map(|(actions, _)| actions.iter().copied());
    rows.filter(move |action| level_cell(level, *action) != LevelCell::No)
}

fn project_actions(role: ProjectRole) -> impl Iterator<Item = Action> {
    let rows = PROJECT_ROWS.iter().filter(move |(_, lowest)| role >= *lowest);
    rows.flat_map(|(actions, _)| actions.iter().copied())
}

/// What a monitoring role does to things that others made.
fn monitoring_actions(role: MonitoringRole) -> impl Iterator<Item = Action> {
    let rows = MONITORING_ROWS.iter().filter(move |(_, lowest)| role >= *lowest);
    rows.flat_map(|(actions, _)| actions.iter().copied())
        .filter(|action| !matches!(tie(*action), None | Some(Tie::New | Tie::Made)))
}

/// Which roles each source hands out (ROLE-6).
pub fn hands_out(actor: &Actor, via: &Via, role: Role) -> bool {
    let by_manager_only = matches!(role, Role::Manager | Role::UserAdministrator);
    match via {
        Via::Role(Role::Manager) => true,
        Via::Role(Role::UserAdministrator) => !by_manager_only,
        Via::Role(Role::UnitManager) => {
            matches!(role, Role::UnitManager | Role::Scanner | Role::Reader | Role::RemediationUser | Role::Contact)
        }
        Via::Level(Level::Admin) | Via::Group(_, Level::Admin) => !by_manager_only,
        Via::Level(Level::Manager) | Via::Group(_, Level::Manager) => {
            !by_manager_only && (matches!(role, Role::Reader | Role::Contact) || role == actor.role)
        }
        _ => false,
    }
}

const fn grantor(role: Role) -> &'static str {
    match role {
        Role::Manager | Role::UserAdministrator => "a manager",
        _ => "a manager or a user-administrator",
    }
}

/// What somebody may not do to themselves: raise themselves, take a role that they do not hand out, or anything with a
/// token that may do less than they (ROLE-6, ROLE-10).
pub fn to_oneself(actor: &Actor, paths: &[Path], before: Privileges, after: Privileges) -> Vec<Missing> {
    let mut missing = raising(&before, &after);
    if before.role != after.role && missing.is_empty() {
        missing.extend(beyond_actor(actor, paths, &Right::Role(after.role)));
    }
    missing.extend([before, after].into_iter().flat_map(|one| outside_token(actor, one)));
    missing
}

/// What somebody holds with which they could do more than the token in use, if any (ROLE-10).
pub fn outside_token(actor: &Actor, privileges: Privileges) -> Vec<Missing> {
    privileges.into_rights().iter().filter_map(|right| beyond_token(actor, right)).collect()
}

/// The level that is somebody's own: set on the account, neither lent by a group nor brought by a role, which both may
/// go. Nobody stands above a manager, whose own level is the highest.
pub fn own_level(role: Role, level: Level) -> Level {
    if role == Role::Manager { Level::Admin } else { level }
}

/// What nobody lends themselves: more than is their own, which would outlast what gives it now (ROLE-6).
pub fn lent_to_oneself(actor: &Actor, rights: &[Right]) -> Vec<Missing> {
    let own_level = own_level(actor.role, actor.level);
    let own_role = |project: &Named| {
        let direct = actor.projects.iter().filter(|entry| entry.project == project.id && entry.group.is_none());
        direct.map(|entry| entry.role).max()
    };
    let missing = |right: &Right| match right {
        Right::Level(level) if *level > own_level => Some(nobody_gives_themselves("level", level, ANYBODY_ELSE)),
        Right::ProjectLent(project, role) if own_level < Level::Admin && own_role(project) < Some(*role) => {
            Some(nobody_gives_themselves("project role", role, ANYBODY_ELSE))
        }
        _ => None,
    };
    rights.iter().filter_map(missing).collect()
}

/// Who gives what one may give to others, but not to oneself.
pub const ANYBODY_ELSE: &str = "somebody else who may";

/// Nobody raises themselves; who else could (ROLE-6).
pub fn nobody_gives_themselves(what: &str, word: impl std::fmt::Display, who: &'static str) -> Missing {
    Missing { what: format!("nobody gives themselves the {what} `{word}`"), who }
}

/// What somebody would give themselves: nobody raises themselves (ROLE-6).
fn raising(before: &Privileges, after: &Privileges) -> Vec<Missing> {
    let mut missing = Vec::new();
    if !is_within(after.role, before.role) {
        missing.push(nobody_gives_themselves("role", after.role, grantor(after.role)));
    }
    if after.level > before.level {
        missing.push(nobody_gives_themselves("level", after.level, "somebody else of level `admin`"));
    }
    let monitoring = after.effective_monitoring();
    if monitoring > before.effective_monitoring() {
        missing.push(nobody_gives_themselves("monitoring role", monitoring, "a manager"));
    }
    missing
}

/// Whether the matrix gives the first role nothing that the second lacks.
fn is_within(role: Role, other: Role) -> bool {
    let reach =
        |row: &RoleRow, role: Role| -> Option<Reach> { row.cells.get(role as usize).and_then(|cell| cell.reach) };
    ROLE_ROWS.iter().all(|row| reach(row, role) <= reach(row, other))
}

#[cfg(test)]
mod tests {
    use super::super::access::{Placement, Target, decide};
    use super::super::action::Action;
    use super::super::actor::{GroupLevel, TokenUse};
    use super::super::settings::Settings;
    use super::super::user::Status;
    use super::*;

    fn actor(role: Role, level: Level) -> Actor {
        let unit = (role == Role::UnitManager).then(|| Named { id: 7, name: "EU".into() });
        Actor {
            id: 1,
            login: "a@x".into(),
            role,
            unit,
            level,
            groups: Vec::<GroupLevel>::new(),
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

    #[test]
    fn a_narrowed_token_hands_out_no_more_than_it_holds() {
        let mut manager = actor(Role::Manager, Level::Default);
        manager.token = Some(TokenUse { id: 1, allow: Some(vec![Action::UserAdd]) });
        let may: Vec<&str> =
            Role::ALL.iter().filter(|role| add(&manager, plain(**role)).is_empty()).map(|role| role.as_str()).collect();
        assert_eq!(may, ["reader", "remediation-user", "contact"]);
        let admin = Privileges { level: Level::Admin, ..plain(Role::Reader) };
        assert!(!add(&manager, admin).is_empty());
        let viewer = Privileges { level: Level::Viewer, ..plain(Role::Reader) };
        assert!(add(&manager, viewer).is_empty());
    }

    fn plain(role: Role) -> Privileges {
        Privileges { role, level: role.implied_level(), monitoring_role: None, permissions: vec![], projects: vec![] }
    }

    fn add(actor: &Actor, after: Privileges) -> Vec<Missing> {
        let placement = Placement { unit: actor.unit.is_some(), ..Placement::default() };
        let decision = decide(actor, &Settings::default(), Action::UserAdd, Target::at(placement));
        covers(actor, &decision.paths, Change { before: None, after: Some(after), oneself: false })
    }

    #[test]
    fn roles_that_each_source_hands_out() {
        let may = |actor: &Actor| -> Vec<&str> {
            Role::ALL.iter().filter(|role| add(actor, plain(**role)).is_empty()).map(|role| role.as_str()).collect()
        };
        assert_eq!(may(&actor(Role::Manager, Level::Default)), Role::WORDS);
        assert_eq!(
            may(&actor(Role::UserAdministrator, Level::Default)),
            ["unit-manager", "scanner", "reader", "auditor", "remediation-user", "contact"]
        );
        assert_eq!(
            may(&actor(Role::UnitManager, Level::Default)),
            ["unit-manager", "scanner", "reader", "remediation-user", "contact"]
        );
        assert_eq!(may(&actor(Role::Scanner, Level::Manager)), ["scanner", "reader", "contact"]);
        assert_eq!(
            may(&actor(Role::Scanner, Level::Admin)),
            ["unit-manager", "scanner", "reader", "auditor", "remediation-user", "contact"]
        );
        assert!(may(&actor(Role::Scanner, Level::Viewer)).is_empty());
    }

    #[test]
    fn a_level_above_ones_own_is_refused_and_named() {
        let missing = add(
            &actor(Role::UserAdministrator, Level::Default),
            Privileges { level: Level::Admin, ..plain(Role::Reader) },
        );
        assert_eq!(missing.len(), 1);
        assert!(missing[0].what.contains("`admin` exceeds `manager`"));
    }

    #[test]
    fn only_a_monitoring_role_beyond_the_roles_own_counts() {
        let unit_manager = actor(Role::UnitManager, Level::Default);
        let with = |set| Privileges { monitoring_role: Some(set), ..plain(Role::Scanner) };
        assert!(add(&unit_manager, with(MonitoringRole::Analyst)).is_empty());
        assert_eq!(add(&unit_manager, with(MonitoringRole::Manager)).len(), 1);
    }

    #[test]
    fn nobody_raises_themselves() {
        let change = |level, role| {
            let actor = actor(Role::Reader, level);
            let paths = decide(&actor, &Settings::default(), Action::UserRole, Target::default()).paths;
            let before = Some(Privileges { level, ..plain(Role::Reader) });
            let after = Some(Privileges { level, ..plain(role) });
            covers(&actor, &paths, Change { before, after, oneself: true }).len()
        };
        assert_eq!(change(Level::Admin, Role::Scanner), 2);
        assert_eq!(change(Level::Admin, Role::Reader), 0);
        assert_eq!(change(Level::Admin, Role::RemediationUser), 0);
        assert_eq!(change(Level::Manager, Role::RemediationUser), 1, "it hands out what it is, and contact");
        assert_eq!(change(Level::Manager, Role::Contact), 0);
    }
}
