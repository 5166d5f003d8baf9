//! The whole table of rights: role × level × project role × monitoring role × action × kind, pinned; and a guard that
//! every verb and every action has its place in it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use provost::cli::commands::grammar;
use provost::domain::access::{Decision, Reason, decide};
use provost::domain::actor::Actor;
use provost::domain::config::ConfigKind;
use provost::domain::matrix::Reach;
use provost::domain::project::Entry;
use provost::domain::roles::ProjectRole;
use provost::domain::{Action, Level, MonitoringRole, Named, Role, Settings, Status, Target};

fn actor(role: Role, level: Level, project: Option<ProjectRole>, monitoring: Option<MonitoringRole>) -> Actor {
    let projects = project.map(|role| Entry { project: 1, group: None, role, archived: false });
    Actor {
        id: 1,
        login: "a@x.example".into(),
        role,
        unit: Some(Named { id: 7, name: "EU".into() }),
        level,
        groups: Vec::new(),
        projects: projects.into_iter().collect(),
        monitoring_role: monitoring,
        has_tag_scope: true,
        permissions: Vec::new(),
        status: Status::Active,
        api_only: false,
        password_change: None,
        token: None,
    }
}

/// One letter: `A`ll, `u`nit, `a`ssigned, `o`wn; `p` and `s` where a permission or a switch is missing; `-` not at all.
fn letter(decision: &Decision) -> char {
    match (decision.reason, decision.deciding().map(|path| path.reach)) {
        (Reason::Granted, Some(Reach::All)) => 'A',
        (Reason::Granted, Some(Reach::Unit)) => 'u',
        (Reason::Granted, Some(Reach::Assigned)) => 'a',
        (Reason::Granted, Some(Reach::Own)) => 'o',
        (Reason::PermissionMissing, _) => 'p',
        (Reason::SwitchOff, _) => 's',
        (Reason::RoleTooLow, _) => '-',
        other => panic!("{other:?}"),
    }
}

/// Levels, in each the project roles (none first), in each the monitoring roles (the role's own first).
fn row(role: Role, action: Action, kind: Option<ConfigKind>) -> String {
    let settings = Settings::default();
    let target = kind.map_or_else(Target::default, Target::of_kind);
    let mut row = String::new();
    for level in Level::ALL {
        for project in [None].into_iter().chain(ProjectRole::ALL.iter().copied().map(Some)) {
            for monitoring in [None].into_iter().chain(MonitoringRole::ALL.iter().copied().map(Some)) {
                let actor = actor(role, *level, project, monitoring);
                row.push(letter(&decide(&actor, &settings, action, target)));
            }
        }
    }
    row
}

/// `AAAA-` as `A4 -1`.
fn run_lengths(row: &str) -> String {
    let mut runs: Vec<(char, usize)> = Vec::new();
    for c in row.chars() {
        match runs.last_mut() {
            Some((last, count)) if *last == c => *count += 1,
            _ => runs.push((c, 1)),
        }
    }
    runs.iter().map(|(c, count)| format!("{c}{count}")).collect::<Vec<_>>().join(" ")
}

fn kinds(action: Action) -> Vec<Option<ConfigKind>> {
    match action {
        Action::ConfigAdd | Action::ConfigEdit => ConfigKind::ALL.iter().copied().map(Some).collect(),
        _ => vec![None],
    }
}

#[test]
fn the_table_of_rights_equals_the_pinned_one() {
    let mut table = String::from(
        "Each line: 4 levels x 4 project roles (none first) x 6 monitoring roles (the role's own first) = 96 verdicts.\n\
         A all, u unit, a assigned, o own, p permission missing, s switch off, - no; with how many in a row.\n\n",
    );
    for action in Action::ALL.iter().copied().filter(|action| !action.is_open()) {
        for kind in kinds(action) {
            let name = kind.map_or_else(|| action.to_string(), |kind| format!("{action} kind:{kind}"));
            writeln!(table, "{name}").unwrap();
            // Roles that come to the same stand on one line.
            let mut lines: Vec<(String, Vec<&str>)> = Vec::new();
            for role in Role::ALL {
                let row = run_lengths(&row(*role, action, kind));
                match lines.iter_mut().find(|(other, _)| *other == row) {
                    Some((_, roles)) => roles.push(role.as_str()),
                    None => lines.push((row, vec![role.as_str()])),
                }
            }
            for (row, roles) in lines {
                writeln!(table, "  {}: {row}", roles.join(" ")).unwrap();
            }
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn sources_add_up_and_never_take_away() {
    let width = |c: char| "-spoauA".find(c).unwrap();
    for action in Action::ALL.iter().copied().filter(|action| !action.is_open()) {
        for role in Role::ALL {
            let row: Vec<char> = row(*role, action, None).chars().collect();
            for (at, c) in row.iter().enumerate() {
                let (level, project) = (at / 24, at / 6 % 4);
                let lower_level = (level > 0).then(|| at - 24);
                let lower_project = (project > 0).then(|| at - 6);
                for lower in [lower_level, lower_project].into_iter().flatten() {
                    assert!(width(row[lower]) <= width(*c), "{action} {role}: {at} is less than {lower}");
                }
            }
        }
    }
}

/// Verbs whose action bears another name.
fn action_of(path: &str) -> String {
    let (noun, verb) = path.rsplit_once(' ').unwrap_or(("", path));
    let noun = noun.replace(' ', ".");
    match (noun.as_str(), verb) {
        ("", "whoami") => "account.info".into(),
        ("", "import") => "event.import".into(),
        ("", "export") => "user.view".into(),
        ("", "undo" | "redo") => "op.revert".into(),
        ("", other) => other.into(),
        ("contact", "show") | (_, "list" | "show") if noun != "user.token" => match noun.as_str() {
            "role" => "role.view".into(),
            "access" => format!("access.{verb}"),
            "schedule" => "schedule.view".into(),
            work if work.starts_with("project.") => "project.view".into(),
            noun => format!("{noun}.view"),
        },
        ("asset", "purge") => "host-data.purge".into(),
        ("project.scan", _) => "project.scan".into(),
        ("project.integration", _) => "project.integrate".into(),
        ("role", "matrix") => "role.view".into(),
        ("settings", "set") => "settings.edit".into(),
        ("user", "sign-out") => "user.sessions".into(),
        ("user.token", _) => "user.token".into(),
        ("user", "revoke") => "user.grant".into(),
        ("fim.incident", "events") => "fim.incident.view".into(),
        (noun, "unassign") => format!("{noun}.assign"),
        (noun, "untag") => format!("{noun}.tag"),
        (noun, verb) => format!("{noun}.{verb}"),
    }
}

/// Verbs that touch no database of somebody's, or only by the verbs they hold.
const WITHOUT_AN_ACTION: &[&str] = &["demo", "batch", "completions", "help", "man", "schema"];

/// Actions that other programs ask about, or that a flag of a verb needs.
const WITHOUT_A_VERB: &[&str] = &["user.password-set", "settings.security"];

#[test]
fn every_verb_has_an_action_and_every_action_a_verb() {
    fn walk(path: &str, command: &clap::Command, found: &mut BTreeSet<String>) {
        for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
            let path = format!("{path} {}", sub.get_name()).trim().to_owned();
            if sub.has_subcommands() {
                walk(&path, sub, found);
            } else {
                found.insert(action_of(&path));
            }
        }
    }
    let mut covered = BTreeSet::new();
    walk("", &grammar(), &mut covered);
    let known: BTreeSet<String> = Action::WORDS.iter().map(|word| (*word).to_owned()).collect();
    let strange: Vec<_> =
        covered.difference(&known).filter(|action| !WITHOUT_AN_ACTION.contains(&action.as_str())).collect();
    assert!(strange.is_empty(), "verbs whose action is not in the table: {strange:?}");
    let idle: BTreeSet<String> = known.difference(&covered).cloned().collect();
    let expected: BTreeSet<String> = WITHOUT_A_VERB.iter().map(|word| (*word).to_owned()).collect();
    assert_eq!(idle, expected, "actions that no verb needs");
}
