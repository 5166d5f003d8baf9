//! The report of a move as an indented list.

use std::fmt::Display;

use super::told::{Lines, Told, short};
use crate::service::config::hand_over::Renamed;
use crate::service::moving::MoveBody;
use crate::service::moving::report::{Access, ConfigFates, Difference, GroupFates, MoveReport, UnitGain};
use crate::service::user::role::RoleBody;

impl Told for MoveBody {
    fn describe(&self, told: &mut Lines) {
        tell_moves(&self.moves, &self.units, told);
    }

    fn tells_access_of(&self, user: &str) -> bool {
        self.moves.iter().any(|report| report.user == user)
    }
}

impl Told for RoleBody {
    fn describe(&self, told: &mut Lines) {
        tell_moves(&self.moves, &self.units, told);
    }
}

/// One block for each user, then what the units gain.
fn tell_moves(moves: &[MoveReport], units: &[UnitGain], told: &mut Lines) {
    moves.iter().for_each(|report| tell_move(report, told));
    units.iter().for_each(|unit| tell_gain(unit, told));
}

fn tell_gain(unit: &UnitGain, told: &mut Lines) {
    let gained = &unit.gained;
    if gained.addresses.is_empty() && gained.domains.is_empty() && gained.appliances.is_empty() {
        return;
    }
    told.line(format!("unit {} as a whole gains:", unit.name));
    told.names("addresses", &gained.addresses);
    told.names("domains", &gained.domains);
    told.names("appliances", &gained.appliances);
}

fn tell_move(report: &MoveReport, told: &mut Lines) {
    let place = |unit: &Option<String>| unit.clone().unwrap_or_else(|| "unassigned".to_owned());
    told.line(format!("{}: {} -> {}", report.user, place(&report.from), place(&report.to)));
    if report.promoted.is_some() {
        told.below("becomes unit manager and primary contact");
    }
    tell_configs(&report.configs, told);
    tell_groups(&report.asset_groups, told);
    told.names("needs a target now", &report.needs_target);
    told.names("tickets that become invalid", &report.tickets_invalid);
    tell_access(&report.access, told);
}

fn tell_configs(configs: &ConfigFates, told: &mut Lines) {
    told.names("configurations kept", &configs.kept);
    told.names("configurations deleted", &configs.deleted);
    tell_handed(&configs.transferred, &configs.renamed, configs.to.as_deref(), told);
}

/// Configurations that changed hands; beside a new name stands the old one (MOVE-12).
pub(super) fn tell_handed(names: &[String], renamed: &[Renamed], to: Option<&str>, told: &mut Lines) {
    let former = |name: &String| renamed.iter().find(|one| one.to == *name).map(|one| one.from.as_str());
    let handed: Vec<String> = names.iter().map(|name| with_former(name, former(name))).collect();
    told.names(&format!("configurations to {}", to.unwrap_or_default()), &handed);
}

/// A name, and the one before it if there was another.
pub(super) fn with_former(name: &str, former: Option<&str>) -> String {
    former.map_or_else(|| name.to_owned(), |former| format!("{name} (was {former})"))
}

fn tell_groups(groups: &GroupFates, told: &mut Lines) {
    told.names("asset groups kept", &groups.kept);
    told.names("asset groups added to the unit", &groups.added);
    let copies = groups.copied.iter().map(|copy| format!("{} as {} (owner {})", copy.from, copy.to, copy.owner));
    told.names("asset groups copied", &copies.collect::<Vec<_>>());
    told.names("asset groups left behind", &groups.left);
    let given = groups.transferred.iter().map(|group| format!("{} to {}", group.name, group.to));
    told.names("asset groups transferred", &given.collect::<Vec<_>>());
    told.names("asset groups deleted", &groups.deleted);
}

fn tell_access(access: &Access, told: &mut Lines) {
    tell_difference("addresses", &access.addresses, told);
    tell_difference("domains", &access.domains, told);
    tell_difference("appliances", &access.appliances, told);
}

fn tell_difference(what: &str, reach: &Difference<impl Display>, told: &mut Lines) {
    if reach.before == reach.after && reach.gained.is_empty() && reach.lost.is_empty() {
        return;
    }
    told.below(format!("{what} within reach: {} before, {} after", reach.before, reach.after));
    for (sign, names) in [("+", &reach.gained), ("-", &reach.lost)] {
        if !names.is_empty() {
            told.below(format!("  {sign} {}", short(names)));
        }
    }
}
