//! The report of a deletion as an indented list (DEL-6).

use super::moves::{tell_handed, with_former};
use super::told::{Lines, Told};
use crate::service::deletion::{Deletion, DeletionBody, Reviewable};

impl Told for DeletionBody {
    fn describe(&self, told: &mut Lines) {
        self.deletions.iter().for_each(|report| tell_deletion(report, told));
    }
}

fn tell_deletion(report: &Deletion, told: &mut Lines) {
    told.line(&report.user);
    let configs = &report.configs;
    tell_handed(&configs.transferred, &configs.renamed, configs.to.as_deref(), told);
    told.names("configurations deleted", &configs.deleted);
    for one in &report.reassigned {
        let name = with_former(&one.name, one.former_name.as_deref());
        told.below(format!("{} `{name}` to {}", one.kind, one.to));
    }
    told.names("needs a target now", &report.needs_target);
    told.count_below("results kept", report.results.kept);
    told.count_below("results deleted", report.results.deleted);
    told.count_below("results cancelled", report.results.cancelled);
    told.names("remediation policies reset", &report.policies_reset);
    told.count_below("remediation policies reset that you may not view", report.hidden_policies_reset);
    told.names("tickets left without assignee", &report.tickets_invalid);
    told.names("stays, for managers", &named(&report.monitoring_kept));
    told.names("reviewer no more", &named(&report.reviews_ended));
    told.count_below("things in monitoring that you may not view", report.hidden_monitoring);
    told.names("groups left", &report.groups);
    let projects = report.projects.iter().map(|entry| format!("{} ({})", entry.project, entry.role));
    told.names("projects left", &projects.collect::<Vec<_>>());
}

fn named(things: &[Reviewable]) -> Vec<String> {
    things.iter().map(|one| format!("{} `{}`", one.kind, one.name)).collect()
}
