//! Who gains and loses what by a change, line by line (ACC-5).

use super::told::{Lines, Told};
use crate::domain::effect::{EVERYTHING, Effect, EffectKind, EffectPart};
use crate::domain::phrase::{counted, joined};
use crate::service::bulk::settled::Consequences;
use crate::service::effect::Effects;
use crate::service::fim::reviewer::ReviewGap;
use crate::service::tag::evaluate::Marks;

/// How many users a screen shows before it says how many more there are.
const MOST_USERS: usize = 20;

/// How many values of one kind a screen shows.
const MOST_VALUES: usize = 8;

impl Effects {
    /// Tells them below a change, but those that its report has told already.
    pub fn tell(&self, is_dry: bool, told: &mut Lines, is_told: impl Fn(&str) -> bool) {
        let others: Vec<&Effect> = self.effects.iter().filter(|effect| !is_told(&effect.user)).collect();
        let untold = self.effects_user_count - (self.effects.len() - others.len());
        if untold == 0 {
            return;
        }
        let changes = if is_dry { "would change" } else { "changes" };
        told.line(format!("access {changes} for {}:", counted(untold, "user")));
        let shown = others.len().min(MOST_USERS);
        for (users, effect) in alike(others.get(..shown).unwrap_or_default()) {
            tell_effect(&users, effect, told);
        }
        match untold - shown - self.hidden_count {
            0 => {}
            more => told.below(format!("and {more} more (the first 100 with --json)")),
        }
        match self.hidden_count {
            0 => {}
            count => told.below(format!("and {}, whom you may not view", counted(count, "user"))),
        }
    }
}

/// The users who gain and lose the same, together.
fn alike<'e>(effects: &[&'e Effect]) -> Vec<(Vec<&'e str>, &'e Effect)> {
    let mut groups: Vec<(Vec<&str>, &Effect)> = Vec::new();
    for effect in effects {
        let same = |(_, other): &&mut (Vec<&str>, &Effect)| other.gained == effect.gained && other.lost == effect.lost;
        match groups.iter_mut().find(same) {
            Some((users, _)) => users.push(&effect.user),
            None => groups.push((vec![&effect.user], effect)),
        }
    }
    groups
}

fn tell_effect(users: &[&str], effect: &Effect, told: &mut Lines) {
    told.below(joined(users));
    for part in &effect.gained {
        told.deeper(format!("+ {}", part_text(part)));
    }
    for part in &effect.lost {
        told.deeper(format!("- {}", lost_text(part)));
    }
}

/// What is gained or lost, as a phrase.
pub fn part_text(part: &EffectPart) -> String {
    let values = first_values(&part.values);
    let several = part.values.len() > 1;
    let noun = match part.kind {
        EffectKind::Addresses if part.values.iter().any(|value| value == EVERYTHING) => {
            return "every address".to_owned();
        }
        EffectKind::Permissions if several => "permissions",
        EffectKind::Permissions => "permission",
        EffectKind::Actions => "may do",
        EffectKind::Projects => "project",
        EffectKind::Domains => "domain",
        EffectKind::Appliances => "appliance",
        EffectKind::Scope => "tags in scope",
        EffectKind::Monitored => "seen in monitoring",
        EffectKind::MonitoringRole => "monitoring role",
        other => other.as_str(),
    };
    match (part.kind, part.count) {
        (EffectKind::Addresses | EffectKind::Assets | EffectKind::Monitored, Some(count)) if count > 1 => {
            format!("{noun} {values} ({count})")
        }
        _ => format!("{noun} {values}"),
    }
}

fn first_values(values: &[String]) -> String {
    match values.get(..MOST_VALUES).filter(|_| values.len() > MOST_VALUES) {
        Some(first) => format!("{} and {} more", first.join(", "), values.len() - MOST_VALUES),
        None => values.join(", "),
    }
}

/// What is lost, and what of it is left.
pub fn lost_text(part: &EffectPart) -> String {
    format!("{}{}", part_text(part), remainder(part))
}

/// What a loss leaves of the same thing.
fn remainder(part: &EffectPart) -> String {
    match part.kind {
        EffectKind::Scope if part.left.is_empty() => " (left without a tag, and so without monitoring)".to_owned(),
        EffectKind::Scope => String::new(),
        _ if part.left.is_empty() => String::new(),
        _ => format!(" (left: {})", first_values(&part.left)),
    }
}

/// Reviewers who see no longer what the creator sees (FIM-14).
impl Told for Vec<ReviewGap> {
    fn describe(&self, told: &mut Lines) {
        for gap in self {
            let (kind, id, name, reviewer) = (gap.kind, gap.id, &gap.name, &gap.reviewer);
            told.line(format!("{kind} {id} `{name}`: {reviewer} no longer sees all that its creator sees"));
        }
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
        self.review_gaps.describe(told);
        self.deactivated.describe(told);
        self.marks.describe(told);
    }
}
