//! The ceiling (ROLE-6): nobody hands out, takes away or touches more than they hold themselves.

use super::access::{Actor, Named, Path, Via};
use super::action::Action;
use super::error::Error;
use super::matrix::{LEVEL_ROWS, LevelCell, ROLE_ROWS, Reach, level_cell};
use super::object::ObjectKind;
use super::roles::{Level, MonitoringRole, ProjectRole, Role};

/// What a user is worth to the ceiling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Privileges {
    /// The subscription role.
    pub role: Role,
    /// The effective level (ROLE-5).
    pub level: Level,
    /// The monitoring role set on the user.
    pub monitoring_role: Option<MonitoringRole>,
    /// The roles held in projects, by itself and through groups.
    pub projects: Vec<(Named, ProjectRole)>,
}

impl Privileges {
    /// What the actor itself is worth.
    pub fn of(actor: &Actor) -> Self {
        Self {
            role: actor.role,
            level: actor.effective_level(),
            monitoring_role: actor.monitoring_role,
            projects: Vec::new(),
        }
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
    let own = Privileges::of(actor);
    let mut missing = Vec::new();
    for privileges in [&change.before, &change.after].into_iter().flatten() {
        if !change.oneself {
            exceeding(actor, &own, paths, privileges, &mut missing);
        }
    }
    if let (true, Some(before), Some(after)) = (change.oneself, &change.before, &change.after) {
        raising(before, after, &mut missing);
    }
    let mut once: Vec<Missing> = Vec::with_capacity(missing.len());
    for one in missing {
        if !once.contains(&one) {
            once.push(one);
        }
    }
    once
}

/// Everything that a group carries beyond what the actor may grant: its level, and roles in the projects named, of
/// which the actor is no admin (ROLE-6, PRJ-2).
pub fn of_group<'p>(actor: &Actor, level: Level, foreign_projects: impl Iterator<Item = &'p str>) -> Vec<Missing> {
    let own = actor.effective_level();
    let mut missing = Vec::new();
    if level > own {
        missing
            .push(Missing { what: format!("the level `{level}` exceeds `{own}`"), who: "somebody of level `admin`" });
    }
    for project in foreign_projects {
        missing.push(Missing {
            what: format!("it holds a role in the project `{project}`, where none may be granted"),
            who: "an admin of the project",
        });
    }
    missing
}

/// The refusal that lists each missing thing and who could do it.
pub fn refusal(login: &str, missing: &[Missing]) -> Error {
    let whats: Vec<_> = missing.iter().map(|missing| missing.what.as_str()).collect();
    let mut error = Error::not_permitted(format!("`{login}` is above your own privileges: {}", whats.join("; ")))
        .code("above-ceiling")
        .rule("ROLE-6");
    for missing in missing {
        let hint = format!("{} can do it", missing.who);
        if !error.hints.contains(&hint) {
            error = error.hint(hint);
        }
    }
    error
}

fn exceeding(actor: &Actor, own: &Privileges, paths: &[Path], theirs: &Privileges, missing: &mut Vec<Missing>) {
    let open = paths.iter().filter(|path| path.closed.is_none() && path.arrives);
    if !open.into_iter().any(|path| hands_out(actor, &path.via, theirs.role)) {
        missing.push(Missing {
            what: format!("the role `{}` is not among those to be handed out or changed", theirs.role),
            who: grantor(theirs.role),
        });
    }
    if theirs.level > own.level {
        missing.push(Missing {
            what: format!("the level `{}` exceeds `{}`", theirs.level, own.level),
            who: "somebody of level `admin`",
        });
    }
    if actor.narrowed_to().is_some_and(|allowed| holds_beyond(theirs, allowed)) {
        missing.push(Missing {
            what: format!("the role `{}` holds more than the actions your token is narrowed to", theirs.role),
            who: "whoever signs in without a token",
        });
    }
    for (project, role) in theirs.projects.iter().filter(|(project, role)| actor.project_role(project.id) < Some(*role))
    {
        missing.push(Missing {
            what: format!("the role `{role}` in the project `{}` is more than is held there", project.name),
            who: "somebody of level `admin`",
        });
    }
    if actor.narrowed_to().is_some() && theirs.monitoring_role > Some(theirs.role.implied_monitoring()) {
        missing.push(Missing {
            what: "a monitoring role of its own is more than your token is narrowed to".to_owned(),
            who: "whoever signs in without a token",
        });
    }
    let set_beyond_role = theirs.monitoring_role.filter(|set| *set > theirs.role.implied_monitoring());
    let mine = own.role.effective_monitoring(own.monitoring_role);
    if let Some(set) = set_beyond_role.filter(|set| *set > mine) {
        missing.push(Missing { what: format!("the monitoring role `{set}` exceeds `{mine}`"), who: "a manager" });
    }
}

/// Whether somebody may change things beyond its own by an action outside the list (SESS-2).
fn holds_beyond(theirs: &Privileges, allowed: &[Action]) -> bool {
    let is_beyond = |action: &Action| !action.is_view() && !allowed.contains(action);
    let by_role = ROLE_ROWS.iter().any(|row| {
        let reach = row.cells.get(theirs.role as usize).and_then(|cell| cell.reach);
        reach >= Some(Reach::Unit) && row.actions.iter().any(is_beyond)
    });
    by_role
        || LEVEL_ROWS.iter().any(|(actions, _)| {
            actions.iter().any(|action| level_cell(theirs.level, *action) != LevelCell::No && is_beyond(action))
        })
}

/// Which roles each source hands out (ROLE-6).
fn hands_out(actor: &Actor, via: &Via, role: Role) -> bool {
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

fn raising(before: &Privileges, after: &Privileges, missing: &mut Vec<Missing>) {
    let monitoring = |p: &Privileges| p.role.effective_monitoring(p.monitoring_role);
    if !is_within(after.role, before.role) {
        missing.push(Missing {
            what: format!("nobody gives themselves the role `{}`", after.role),
            who: grantor(after.role),
        });
    }
    if after.level > before.level {
        missing.push(Missing {
            what: format!("nobody gives themselves the level `{}`", after.level),
            who: "somebody else of level `admin`",
        });
    }
    if monitoring(after) > monitoring(before) {
        missing.push(Missing {
            what: format!("nobody gives themselves the monitoring role `{}`", monitoring(after)),
            who: "a manager",
        });
    }
}

/// Whether the matrix gives the first role nothing that the second lacks.
fn is_within(role: Role, other: Role) -> bool {
    let reach = |row: &super::matrix::RoleRow, role: Role| -> Option<Reach> {
        row.cells.get(role as usize).and_then(|cell| cell.reach)
    };
    ROLE_ROWS.iter().all(|row| reach(row, role) <= reach(row, other))
}

#[cfg(test)]
mod tests {
    use super::super::access::{GroupLevel, Named, Placement, Target, TokenUse, decide};
    use super::super::action::Action;
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
            must_change_password: false,
            token: None,
        }
    }

    #[test]
    fn a_narrowed_token_hands_out_no_more_than_it_holds() {
        let mut manager = actor(Role::Manager, Level::Default);
        manager.token = Some(TokenUse { id: 1, allow: Some(vec![Action::UserAdd]) });
        let may: Vec<&str> =
            Role::ALL.iter().filter(|role| add(&manager, plain(**role)).is_empty()).map(|role| role.as_str()).collect();
        assert_eq!(may, ["scanner", "reader", "remediation-user", "contact"]);
        let admin = Privileges { level: Level::Admin, ..plain(Role::Reader) };
        assert!(!add(&manager, admin).is_empty());
        let viewer = Privileges { level: Level::Viewer, ..plain(Role::Reader) };
        assert!(add(&manager, viewer).is_empty());
    }

    fn plain(role: Role) -> Privileges {
        Privileges { role, level: role.implied_level(), monitoring_role: None, projects: vec![] }
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
        let admin = actor(Role::Reader, Level::Admin);
        let change = |role| Change {
            before: Some(Privileges { level: Level::Admin, ..plain(Role::Reader) }),
            after: Some(Privileges { level: Level::Admin, ..plain(role) }),
            oneself: true,
        };
        assert_eq!(covers(&admin, &[], change(Role::Scanner)).len(), 2);
        assert!(covers(&admin, &[], change(Role::Reader)).is_empty());
        assert!(covers(&admin, &[], change(Role::RemediationUser)).is_empty());
    }
}
