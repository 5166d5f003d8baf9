//! The page as a whole.

use maud::{Markup, html};

use super::chart::{Bar, Part, chart};
use super::document::{self, Document};
use super::section::{Cell, Section};
use crate::cli::render::cell::safe;
use crate::domain::record::ProjectEntry;
use crate::domain::{Role, Status};
use crate::service::access::report::{AccessReport, UserReach};

/// The page.
pub fn page(report: &AccessReport) -> String {
    let sections = sections(report);
    let title = format!("Access in {}", safe(&report.subscription));
    let written = format!(
        "As {} may see it, on {}. Written by provost {}.",
        safe(&report.generated_by),
        report.generated_at,
        env!("CARGO_PKG_VERSION")
    );
    let summary = html! {
        (sums(report))
        div class="charts" { (by_unit(report)) @if report.asset_count.is_some() { (by_sight(report)) } }
    };
    let footer = "Primary contacts bear *. Press / to search. The page holds everything it shows: keep it as secret as the database.";
    Document { title: &title, written: &written, summary, sections: &sections, footer }.html()
}

fn sums(report: &AccessReport) -> Markup {
    let active = report.users.iter().filter(|one| one.user.status == Status::Active).count();
    let everything = report.users.iter().filter(|one| sees_everything(report, one)).count();
    document::sums(&[
        ("Users", Some(report.users.len())),
        ("Active users", Some(active)),
        ("See everything", Some(everything)),
        ("Business units", Some(report.units.len())),
        ("Asset groups", Some(report.asset_groups.len())),
        ("Assets in sight", report.asset_count.and_then(|count| usize::try_from(count).ok())),
    ])
}

fn sees_everything(report: &AccessReport, one: &UserReach) -> bool {
    one.assets_in_sight_count > 0 && Some(one.assets_in_sight_count) == report.asset_count
}

const STATES: [(&str, &str); 4] =
    [("active", "active"), ("pending", "pending"), ("locked", "locked"), ("inactive", "inactive")];

fn by_unit(report: &AccessReport) -> Markup {
    let bar = |label: &str, unit: Option<&str>| {
        let count = |state: &str| {
            let is_it = |one: &&UserReach| one.user.unit.as_deref() == unit && one.user.status.as_str() == state;
            report.users.iter().filter(is_it).count()
        };
        let parts = STATES.iter().map(|(state, _)| Part { class: state, count: count(state) }).collect();
        Bar { label: safe(label), parts }
    };
    let units = report.units.iter().map(|unit| bar(&unit.name, Some(&unit.name)));
    let bars: Vec<Bar> = units.chain([bar("no unit", None)]).collect();
    chart("Users by business unit", &bars, &STATES)
}

fn by_sight(report: &AccessReport) -> Markup {
    let share = |one: &UserReach| match (one.assets_in_sight_count, report.asset_count.unwrap_or_default()) {
        (0, _) => 4,
        _ if sees_everything(report, one) => 0,
        (seen, all) if seen * 2 >= all => 1,
        (seen, all) if seen * 10 >= all => 2,
        _ => 3,
    };
    let names = ["everything", "half or more", "a tenth or more", "less", "nothing"];
    let bars: Vec<Bar> = names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let count = report.users.iter().filter(|one| share(one) == at).count();
            Bar { label: (*name).to_owned(), parts: vec![Part { class: "active", count }] }
        })
        .collect();
    chart("Users by how many of these assets they see", &bars, &[])
}

fn sections(report: &AccessReport) -> Vec<Section> {
    let mut all =
        vec![users(report), asset_groups(report), units(report), groups(report), projects(report), tags(report)];
    all.retain(|section| !section.rows.is_empty());
    all
}

fn users(report: &AccessReport) -> Section {
    let row = |one: &UserReach| {
        let user = &one.user;
        let mark = if user.primary_contact { " *" } else { "" };
        let reach = match &one.everything_via {
            Some(via) if one.assets_in_sight_count > 0 => vec![format!("everything by {via}")],
            _ if user.role == Role::UnitManager => {
                ["its whole unit".to_owned()].into_iter().chain(user.asset_groups.clone()).collect()
            }
            _ => user.asset_groups.clone(),
        };
        vec![
            Cell::Text(format!("{}{mark}", user.login)),
            Cell::Text(user.names().join(" ")),
            Cell::State(user.status.as_str()),
            Cell::Text(user.role.to_string()),
            Cell::maybe(user.unit.as_ref()),
            Cell::Text(user.effective_level.to_string()),
            Cell::Number(one.assets_in_sight_count),
            Cell::Names(reach),
            Cell::Names(user.tag_scope.clone()),
            Cell::Names(user.groups.clone()),
            Cell::Names(entries(&user.projects)),
        ]
    };
    Section {
        id: "users",
        title: "Users",
        note: "Who has an account, how it stands, and how many assets it has in sight: by role, by asset group or by tag scope.",
        heads: vec![
            "Login",
            "Name",
            "Status",
            "Role",
            "Unit",
            "Level",
            "Assets in sight",
            "Reaches",
            "Tag scope",
            "Groups",
            "Projects",
        ],
        rows: report.users.iter().map(row).collect(),
    }
}

fn entries(projects: &[ProjectEntry]) -> Vec<String> {
    projects.iter().map(|entry| format!("{} ({})", entry.project, entry.role)).collect()
}

fn asset_groups(report: &AccessReport) -> Section {
    Section {
        id: "asset-groups",
        title: "Asset groups",
        note: "Which active users reach a group, other than those who see everything.",
        heads: vec!["Name", "Owner", "Units", "Assets", "Addresses", "Reached by"],
        rows: report
            .asset_groups
            .iter()
            .map(|one| {
                vec![
                    Cell::Text(one.group.name.clone()),
                    Cell::Text(one.group.owner.clone()),
                    Cell::Names(one.group.units.clone()),
                    one.asset_count.map_or_else(|| Cell::Text(String::new()), Cell::Number),
                    Cell::Names(one.group.addresses.iter().map(ToString::to_string).collect()),
                    Cell::Names(one.reached_by.clone()),
                ]
            })
            .collect(),
    }
}

fn units(report: &AccessReport) -> Section {
    Section {
        id: "units",
        title: "Business units",
        note: "Each with its primary contact and the asset groups linked to it.",
        heads: vec!["Name", "Division", "Location", "Primary contact", "Users", "Asset groups"],
        rows: report
            .units
            .iter()
            .map(|unit| {
                vec![
                    Cell::Text(unit.name.clone()),
                    Cell::maybe(unit.division.as_ref()),
                    Cell::maybe(unit.location.as_ref()),
                    Cell::maybe(unit.primary_contact.as_ref()),
                    Cell::Number(unit.user_count),
                    Cell::Names(unit.asset_groups.clone()),
                ]
            })
            .collect(),
    }
}

fn groups(report: &AccessReport) -> Section {
    Section {
        id: "groups",
        title: "User groups",
        note: "The level that a group lends, and the projects that it is in.",
        heads: vec!["Name", "Level", "Members", "Projects", "Description"],
        rows: report
            .groups
            .iter()
            .map(|group| {
                vec![
                    Cell::Text(group.name.clone()),
                    Cell::Text(group.level.to_string()),
                    Cell::Names(group.members.clone()),
                    Cell::Names(entries(&group.projects)),
                    Cell::maybe(group.description.as_ref()),
                ]
            })
            .collect(),
    }
}

fn projects(report: &AccessReport) -> Section {
    Section {
        id: "projects",
        title: "Projects",
        note: "Who holds which role in a project.",
        heads: vec!["Name", "State", "Members", "Description"],
        rows: report
            .projects
            .iter()
            .map(|project| {
                let members = project.members.iter().map(|one| format!("{} {} ({})", one.kind, one.name, one.role));
                vec![
                    Cell::Text(project.name.clone()),
                    Cell::State(project.state.as_str()),
                    Cell::Names(members.collect()),
                    Cell::maybe(project.description.as_ref()),
                ]
            })
            .collect(),
    }
}

fn tags(report: &AccessReport) -> Section {
    Section {
        id: "tags",
        title: "Tag scopes",
        note: "Which tags there are, and in whose scope each stands; a scope reaches down to the tags below.",
        heads: vec!["Tag", "Parent", "Rule", "Assets", "In the scope of"],
        rows: report
            .tags
            .iter()
            .map(|one| {
                vec![
                    Cell::Text(one.tag.name.clone()),
                    Cell::maybe(one.tag.parent.as_ref()),
                    Cell::maybe(one.tag.rule.as_ref()),
                    Cell::Number(one.tag.asset_count),
                    Cell::Names(one.in_scope_of.clone()),
                ]
            })
            .collect(),
    }
}
