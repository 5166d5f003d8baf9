//! Who gains and loses what by a change, line by line.

use super::told::{Lines, Told};
use crate::domain::roles::ProjectRole;
use crate::service::bulk::settled::Consequences;
use crate::service::effect::Effect;
use crate::service::fim::reviewer::ReviewGap;
use crate::service::tag::evaluate::Marks;
use crate::service::tag::scope::{ScopeChange, ScopeEffect};

/// A line for each user, and below it the rights that changed (GRP-2).
impl Told for Vec<Effect> {
    fn describe(&self, told: &mut Lines) {
        self.iter().for_each(|effect| tell_effect(effect, told));
    }
}

fn tell_effect(effect: &Effect, told: &mut Lines) {
    told.line(&effect.user);
    let level = &effect.effective_level;
    if level.before != level.after {
        told.below(format!("level: {} -> {}", level.before, level.after));
    }
    for project in &effect.projects {
        let role = |role: Option<ProjectRole>| role.map_or("none", ProjectRole::as_str);
        let name = match project.project.as_str() {
            "*" => "all projects".to_owned(),
            name => format!("project {name}"),
        };
        told.below(format!("{name}: {} -> {}", role(project.before), role(project.after)));
    }
}

/// Whose tag scope covers more or less (SCOPE-1, TAG-3), and which reviewers see no longer what the creator sees.
impl Told for ScopeChange {
    fn describe(&self, told: &mut Lines) {
        tell_scopes(&self.scopes, &self.review_gaps, told);
    }
}

fn tell_scopes(scopes: &[ScopeEffect], gaps: &[ReviewGap], told: &mut Lines) {
    for scope in scopes {
        told.line(&scope.user);
        told.names("covers now", &scope.gained);
        told.names("covers no more", &scope.lost);
        if scope.left_without {
            told.below("is left without a tag, and so without monitoring");
        }
    }
    for gap in gaps {
        let (kind, id, name, reviewer) = (gap.kind, gap.id, &gap.name, &gap.reviewer);
        told.line(format!("{kind} {id} `{name}`: {reviewer} no longer sees all that its creator sees"));
    }
}

/// The sentence says what was published.
impl Told for Marks {
    fn describe(&self, told: &mut Lines) {
        told.count("tagged count", self.tagged_count);
        told.count("untagged count", self.untagged_count);
    }
}

impl Told for Consequences {
    fn describe(&self, told: &mut Lines) {
        self.effects.describe(told);
        tell_scopes(&self.scopes, &self.review_gaps, told);
        self.deactivated.describe(told);
        self.marks.describe(told);
    }
}
