//! Nobody lends what they do not hold (ROLE-10): whoever does whatever, with whatever token, nobody ends up with a right
//! that the actor could not have given. The rules are told here a second time, in other words than the program's.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use provost::domain::access::{Decision, Path, Via, decide};
use provost::domain::actor::GroupLevel;
use provost::domain::matrix::{Gate, Reach, Tie, tie};
use provost::domain::roles::ProjectRole;
use provost::domain::{Action, Actor, Level, ObjectKind, Role, Settings, Status, Target};
use provost::store::{self, Conn};

use crate::organisation::{Dice, GROUPS, TAGS, cases, random_organisation};
use crate::sandbox::{Outcome, Sandbox};

/// How many commands are run in each organisation.
const COMMANDS: usize = 12;

const ROLES: &[&str] =
    &["manager", "user-administrator", "unit-manager", "scanner", "reader", "auditor", "remediation-user", "contact"];
const LEVELS: &[&str] = &["default", "viewer", "manager", "admin"];
const MONITORING: &[&str] = &["none", "auditor", "author", "analyst", "manager"];
const PROJECT_ROLES: &[&str] = &["viewer", "engineer", "admin"];
const PERMISSIONS: &[&str] =
    &["add-assets", "create-option-profiles", "purge-host-data", "edit-auth-records", "manage-virtual-scanners"];

/// A group as it lends.
#[derive(Debug, Clone, PartialEq)]
struct Lent {
    level: Level,
    projects: BTreeMap<i64, ProjectRole>,
}

/// Whatever rights there are.
struct Rights {
    users: BTreeMap<i64, Actor>,
    groups: BTreeMap<i64, Lent>,
    members: BTreeSet<(String, String)>,
    settings: Settings,
}

fn ids(conn: &Conn, kind: ObjectKind) -> Vec<i64> {
    let newest = store::naming::newest(conn, kind).unwrap();
    (1..=newest).filter(|id| store::naming::by_id(conn, kind, *id).unwrap().is_some()).collect()
}

impl Rights {
    fn of(sandbox: &Sandbox) -> Self {
        let conn = sandbox.open();
        let users: BTreeMap<i64, Actor> = ids(&conn, ObjectKind::User)
            .into_iter()
            .map(|id| (id, store::session::actor(&conn, id).unwrap().at_work()))
            .collect();
        let groups = ids(&conn, ObjectKind::Group).into_iter().map(|id| {
            let projects = store::group::projects(&conn, id).unwrap();
            let projects = projects.into_iter().map(|(project, role)| (project.id, role)).collect();
            (id, Lent { level: store::group::level(&conn, id).unwrap(), projects })
        });
        let members = users.values().flat_map(|user| user.groups.iter().map(|g| (user.login.clone(), g.name.clone())));
        Self {
            groups: groups.collect(),
            members: members.collect(),
            settings: store::setting::all(&conn).unwrap(),
            users,
        }
    }
}

/// Who runs a command: a user, perhaps with a narrowed token.
struct Giver {
    actor: Actor,
    allow: Option<Vec<Action>>,
}

impl Giver {
    fn holds(&self, settings: &Settings, action: Action) -> bool {
        self.allow.as_ref().is_none_or(|allow| allow.contains(&action))
            && decide(&self.actor, settings, action, Target::default()).allowed
    }

    fn level(&self) -> Level {
        self.actor.effective_level()
    }

    /// The roles that it hands out, as the rules list them (ROLE-6).
    fn hands_out(&self, role: Role) -> bool {
        use Role::{Contact, Manager, Reader, RemediationUser, Scanner, UnitManager, UserAdministrator};
        let high = matches!(role, Manager | UserAdministrator);
        let by_role = match self.actor.role {
            Manager => true,
            UserAdministrator => !high,
            UnitManager => matches!(role, UnitManager | Scanner | Reader | RemediationUser | Contact),
            _ => false,
        };
        let by_level = match self.level() {
            Level::Admin => !high,
            Level::Manager => matches!(role, Reader | Contact) || (role == self.actor.role && !high),
            _ => false,
        };
        by_role || by_level
    }

    fn lends_in(&self, project: i64) -> bool {
        self.actor.project_role(project) == Some(ProjectRole::Admin)
    }
}

/// By which of its paths an action changes what is not one's own.
fn reaches_beyond(path: &Path, action: Action, actor: &Actor) -> bool {
    match path.via {
        Via::Role(_) => match path.closed {
            Some(Gate::Permission(_)) => false,
            _ if gate(actor, action).is_some() => path.reach > Reach::Own,
            _ => path.reach >= Reach::Unit,
        },
        Via::Level(_) | Via::Group(..) | Via::Project(_) | Via::ProjectGroup(..) => true,
        Via::Monitoring(_) => !matches!(tie(action), None | Some(Tie::New | Tie::Made)),
    }
}

/// The permission that the role needs for the action, if it has it.
fn gate(actor: &Actor, action: Action) -> Option<Gate> {
    provost::domain::matrix::role_cell(actor.role, action, None).gate
}

/// Every action by which the user changes what is not its own.
fn beyond_own(actor: &Actor, settings: &Settings) -> BTreeSet<Action> {
    let actor = Actor { has_tag_scope: true, ..actor.clone() };
    let changes = Action::ALL.iter().copied().filter(|action| !action.is_open() && !action.is_view());
    changes
        .filter(|action| {
            let Decision { paths, .. } = decide(&actor, settings, *action, Target::default());
            paths.iter().any(|path| reaches_beyond(path, *action, &actor))
        })
        .collect()
}

/// Judges what one command did.
fn judge(giver: &Giver, before: &Rights, after: &Rights, line: &str) {
    for (id, now) in &after.users {
        let was = before.users.get(id).filter(|was| was.status != Status::Inactive || now.status == Status::Inactive);
        let who = format!("`{line}` by {} ({}) gives {}", giver.actor.login, giver.actor.role, now.login);
        if let (Some(known), None) = (before.users.get(id), was) {
            let undoes = giver.holds(&before.settings, Action::UserDeactivate);
            assert!(undoes, "{who}: back from {} by who may not deactivate", known.status);
        }
        if was.is_none() && !before.users.contains_key(id) {
            assert!(giver.holds(&before.settings, Action::UserAdd), "{who}: an account");
        }
        judge_user(giver, (before.users.get(id), was), now, after, &who);
    }
    for (id, now) in &after.groups {
        judge_group(
            giver,
            before,
            before.groups.get(id),
            now,
            &format!("`{line}` by {}: group {id}", giver.actor.login),
        );
    }
    for (login, group) in after.members.difference(&before.members) {
        assert!(giver.holds(&before.settings, Action::GroupAssign), "`{line}`: {login} is in {group}");
        let allow = giver.allow.iter().flatten().collect::<BTreeSet<_>>();
        let touched = after.users.values().filter(|user| giver.allow.is_some() && user.login == *login);
        for action in touched.flat_map(|user| beyond_own(user, &after.settings)) {
            assert!(allow.contains(&action), "`{line}`: {login}, who holds `{action}`, is in {group}");
        }
    }
}

/// Judges one user: as it was known before, and as it could work then.
fn judge_user(giver: &Giver, (known, was): (Option<&Actor>, Option<&Actor>), now: &Actor, after: &Rights, who: &str) {
    let settings = &after.settings;
    let held = was.map(|was| beyond_own(was, settings)).unwrap_or_default();
    let gained: BTreeSet<Action> = beyond_own(now, settings).difference(&held).copied().collect();
    if let Some(allow) = &giver.allow {
        let outside: Vec<&Action> = gained.iter().filter(|action| !allow.contains(action)).collect();
        assert!(outside.is_empty(), "{who} more than the token names: {outside:?} of {allow:?}");
    }
    let is_self = now.id == giver.actor.id;
    if is_self {
        judge_oneself(giver, now, who);
    }
    let level = now.effective_level();
    if was.is_none_or(|was| level > was.effective_level()) {
        assert!(!is_self && level <= giver.level(), "{who} the level {level}");
    }
    if was.is_none_or(|was| was.role != now.role) && !gained.is_empty() {
        assert!(!is_self && giver.hands_out(now.role), "{who} the role {}", now.role);
    }
    let monitoring = now.effective_monitoring();
    if was.is_none_or(|was| monitoring > was.effective_monitoring()) && monitoring > now.role.implied_monitoring() {
        assert!(!is_self && monitoring <= giver.actor.effective_monitoring(), "{who} the monitoring role {monitoring}");
    }
    // Whoever brings somebody back grants no permission: they are that user's already (USER-2).
    if now.permissions.iter().any(|one| known.is_none_or(|known| !known.permissions.contains(one))) {
        assert_eq!(giver.actor.role, Role::Manager, "{who} permissions");
        assert!(giver.holds(settings, Action::UserGrant), "{who} permissions");
    }
    if level == Level::Admin {
        return;
    }
    for entry in &now.projects {
        let had = was.and_then(|was| was.project_role(entry.project));
        if now.project_role(entry.project) > had {
            assert!(giver.lends_in(entry.project), "{who} the role {} in project {}", entry.role, entry.project);
        }
    }
}

/// Judges what somebody did to themselves: nothing of their own is more than it was, also where groups lend as much.
fn judge_oneself(giver: &Giver, now: &Actor, who: &str) {
    let was = &giver.actor;
    let own_level = if was.role == Role::Manager { Level::Admin } else { was.level };
    assert!(now.level <= own_level, "{who} the level {} by itself", now.level);
    let lowers = now.effective_monitoring() < was.effective_monitoring();
    assert!(now.monitoring_role <= was.monitoring_role || lowers, "{who} a monitoring role by itself");
    assert!(now.role == was.role || giver.hands_out(now.role), "{who} the role {}", now.role);
    let lent = |group: &&GroupLevel| was.groups.iter().any(|had| had.name == group.name && had.level >= group.level);
    for group in now.groups.iter().filter(|group| !lent(group)) {
        assert!(group.level <= own_level, "{who} the level {} by a group", group.level);
    }
    let direct = |actor: &Actor, project: i64| {
        let own = actor.projects.iter().filter(|entry| entry.project == project && entry.group.is_none());
        own.map(|entry| entry.role).max()
    };
    for entry in now.projects.iter().filter(|_| own_level < Level::Admin) {
        let (had, has) = (direct(was, entry.project), direct(now, entry.project));
        assert!(has <= had, "{who} the role {has:?} in project {} by itself", entry.project);
    }
}

fn judge_group(giver: &Giver, before: &Rights, was: Option<&Lent>, now: &Lent, what: &str) {
    if was.is_none_or(|was| now.level > was.level) {
        let action = if was.is_none() { Action::GroupAdd } else { Action::GroupEdit };
        assert!(giver.holds(&before.settings, action), "{what}: {action}");
        assert!(now.level <= giver.level(), "{what} lends {}", now.level);
    }
    for (project, role) in &now.projects {
        if was.and_then(|was| was.projects.get(project)) < Some(role) {
            assert!(giver.lends_in(*project), "{what} lends {role} in {project}");
        }
    }
}

/// One of some users by login; nothing of none.
fn one_of<'a>(dice: &mut Dice, users: impl Iterator<Item = &'a Actor>) -> String {
    let logins: Vec<&String> = users.map(|user| &user.login).collect();
    if logins.is_empty() { String::new() } else { logins[dice.roll(logins.len())].clone() }
}

/// A command, and rows for its standard input.
fn command(dice: &mut Dice, before: &Rights, at: usize) -> (String, String) {
    let who = one_of(dice, before.users.values());
    let closed = one_of(dice, before.users.values().filter(|user| user.status != Status::Active));
    let closed = if closed.is_empty() { &who } else { &closed };
    let group = format!("G{}", dice.roll(4));
    let project = format!("P{}", dice.roll(2));
    let (role, level, project_role) = (dice.pick(ROLES), dice.pick(LEVELS), dice.pick(PROJECT_ROLES));
    let unit = dice.pick(&["", "N", "S"]);
    let of_unit = if unit.is_empty() { String::new() } else { format!(" --bu {unit}") };
    let answers = "--configs keep --asset-groups keep";
    let line = match dice.roll(24) {
        0 => format!("user add n{at}@x.example --role {role}{of_unit} --no-mail"),
        1 => format!("user add n{at}@x.example --role reader{of_unit} --level {level} --no-mail"),
        2 => format!("user add n{at}@x.example --role reader{of_unit} --group {group} --no-mail"),
        3 => {
            let permission = dice.pick(PERMISSIONS);
            format!("user add n{at}@x.example --role scanner{of_unit} --permission {permission} --no-mail")
        }
        4 => format!(
            "user add n{at}@x.example --role scanner{of_unit} --monitoring-role {} --no-mail",
            dice.pick(MONITORING)
        ),
        5 => format!("user role {who} {role}{of_unit} {answers}"),
        6 => format!("user level {who} {level}"),
        7 => format!("user grant {who} {}", dice.pick(PERMISSIONS)),
        8 => format!("user edit {who} --monitoring-role {}", dice.pick(MONITORING)),
        9 => format!("user activate {closed}"),
        10 => format!("user deactivate {who} --yes"),
        11 => format!("group add H{at} --level {level}"),
        12 => format!("group edit {group} --level {level}"),
        13 => format!("group assign {group} {who}"),
        14 => format!("group unassign {group} {who}"),
        15 => format!("project assign {project} {who} --role {project_role}"),
        16 => format!("project assign {project} --group {group} --role {project_role}"),
        17 => format!("bu move {who} --to {} {answers} --yes --primary-contact {who}", dice.pick(&["N", "S"])),
        18 => format!("tags scope {who} --add {}", dice.pick(TAGS)),
        19 => format!("asset-group assign {} {who}", dice.pick(GROUPS)),
        20 => format!("project unassign {project} {who}"),
        21 => format!("user activate {closed}"),
        _ => return rows(dice, (&who, closed), at),
    };
    (line, String::new())
}

/// The same by rows.
fn rows(dice: &mut Dice, (who, closed): (&str, &str), at: usize) -> (String, String) {
    let new = format!("n{at}@x.example");
    let login = if dice.roll(2) == 0 { who } else { &new };
    let (group, project) = (format!("G{}", dice.roll(4)), format!("P{}", dice.roll(2)));
    let (role, level) = (dice.pick(PROJECT_ROLES), dice.pick(LEVELS));
    let (kind, rows) = match dice.roll(9) {
        0 => ("users", format!("login,role\n{login},{}\n", dice.pick(ROLES))),
        1 => ("users", format!("login,level\n{login},{level}\n")),
        2 => ("users", format!("login,groups\n{login},{group}\n")),
        3 => ("users", format!("login,projects\n{login},{project}:{role}\n")),
        4 => ("users", format!("login,monitoring_role\n{login},{}\n", dice.pick(MONITORING))),
        5 => ("users", format!("login,status\n{closed},active\n")),
        6 => ("groups", format!("name,level,members\n{group},{level},{who}\nH{at},{level},{who}\n")),
        7 => ("groups", format!("name,projects\n{group},{project}:{role}\n")),
        _ => ("projects", format!("name,members\n{project},user:{who}:{role}\nQ{at},user:{who}:{role}\n")),
    };
    (format!("import {kind} - --format csv --on-existing update --yes"), rows)
}

/// The actions of a token: few, or nearly all.
fn token(dice: &mut Dice) -> Vec<Action> {
    let most = dice.roll(2) == 0;
    let all = Action::ALL.iter().copied().filter(|action| !action.is_open());
    let views = |action: &Action| action.is_view();
    all.filter(|action| views(action) || if most { dice.roll(12) != 0 } else { dice.roll(6) == 0 }).collect()
}

/// Runs a command, in a batch of its own every third time.
fn run(sandbox: &Sandbox, dice: &mut Dice, line: &str, rows: &str) -> Outcome {
    let words = crate::sandbox::words(line);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match dice.roll(3) {
        0 if rows.is_empty() => sandbox.feed(&format!("{line}\n"), &["batch", "-"]),
        _ => sandbox.feed(rows, &words),
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(4), max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn nobody_lends_what_they_do_not_hold(seed: u64) {
        let mut dice = Dice(seed);
        let (sandbox, _) = random_organisation(&mut dice);
        for at in 0..COMMANDS {
            let before = Rights::of(&sandbox);
            let actors: Vec<&Actor> = before.users.values().filter(|user| user.status == Status::Active && user.role != Role::Contact).collect();
            let actor = actors[dice.roll(actors.len())].clone();
            let allow = (dice.roll(2) == 0).then(|| token(&mut dice));
            match &allow {
                Some(allow) => sandbox.act_with_token(&actor.login, allow),
                None => sandbox.act_as(&actor.login),
            };
            let (line, rows) = command(&mut dice, &before, at);
            let outcome = run(&sandbox, &mut dice, &line, &rows);
            assert!(outcome.code < 70, "`{line}`: {outcome:?}");
            let after = Rights::of(&sandbox);
            judge(&Giver { actor, allow }, &before, &after, &format!("{line} {rows}"));
        }
    }
}
