//! The words in which rights are refused.

use crate::domain::access::{Decision, Reason};
use crate::domain::matrix::{Gate, LevelCell, Reach, level_cell, monitoring_role_for, project_role_for, role_cell};
use crate::domain::text::{printable, quoted};
use crate::domain::{Action, Actor, Error, Level, Named, ObjectKind, Role, ceiling};

/// What stands for a name that may not be told (ROLE-8).
pub const HIDDEN: &str = "(hidden)";

pub fn list_command(kind: ObjectKind) -> String {
    match kind {
        ObjectKind::Subscription => "provost settings show".into(),
        kind => format!("provost {} list", kind.noun()),
    }
}

/// The action is not held at all (ROLE-8).
pub fn not_held(actor: &Actor, action: Action, decision: &Decision) -> Error {
    if let (Reason::PasswordChangeRequired, Some(due)) = (decision.reason, actor.password_change) {
        return due.error().hint("provost account password");
    }
    let error = Error::not_permitted(format!("you may not do `{action}`: {}", ground(actor, action, decision)));
    explain(error, actor, action, decision)
}

/// The action is not held there.
pub fn not_there(actor: &Actor, action: Action, decision: &Decision, name: &str) -> Error {
    let action = decision.lacks.unwrap_or(action);
    match decision.reason {
        Reason::AboveCeiling => ceiling::refusal(name, &decision.above),
        Reason::Archived => {
            Error::conflict("PRJ-1", format!("the project `{}` is archived and read-only", printable(name)))
                .code("archived")
                .hint(format!("bring it back first: `provost project restore {}`", quoted(name)))
        }
        _ => {
            let name = printable(name);
            let sentence = format!("you may not do `{action}` on `{name}`: {}", ground(actor, action, decision));
            explain(Error::not_permitted(sentence), actor, action, decision)
        }
    }
}

fn ground(actor: &Actor, action: Action, decision: &Decision) -> String {
    match (decision.reason, decision.closed_gate()) {
        (Reason::TokenNarrowed, _) => "your token is narrowed to other actions".into(),
        (Reason::OutOfReach, _) => "it lies outside your reach".into(),
        (Reason::NoScope, _) => "monitoring needs a tag in your scope, and there is none".into(),
        (Reason::OutOfScope, _) => "none of its tags is in your scope".into(),
        (Reason::NotAssigned, _) => "you are not assigned to review it".into(),
        (_, Some(Gate::Permission(permission))) => format!("the extended permission `{permission}` is missing"),
        (_, Some(Gate::Switch(key))) => format!("`{key}` is off"),
        _ if action.is_monitoring() => {
            format!("your monitoring role `{}` does not hold it", actor.effective_monitoring())
        }
        _ => format!("your role `{}` does not hold it", actor.role),
    }
}

fn explain(error: Error, actor: &Actor, action: Action, decision: &Decision) -> Error {
    match (decision.reason, decision.closed_gate()) {
        (Reason::TokenNarrowed, _) => error.code("token-narrowed").rule("SESS-2").hint(format!(
            "a manager can make one for it: `provost user token add {} --name NAME --allow {action}`",
            actor.login
        )),
        (Reason::NoScope, _) => error
            .code("no-scope")
            .rule("SCOPE-3")
            .hint(format!("a manager can give you one: `provost tags scope {} --add TAG`", actor.login)),
        (Reason::OutOfScope, _) => error
            .rule("SCOPE-2")
            .hint(format!("a manager can widen your scope: `provost tags scope {} --add TAG`", actor.login)),
        (Reason::NotAssigned, _) => error
            .rule(if action.noun() == "fim.rule" { "FIM-9" } else { "FIM-7" })
            .hint("its creator or a manager assigns reviewers: `--add-reviewer LOGIN`"),
        (Reason::PermissionMissing, Some(Gate::Permission(permission))) => error
            .rule("ROLE-4")
            .hint(format!("a manager can grant it: `provost user grant {} {permission}`", actor.login)),
        (Reason::SwitchOff, Some(Gate::Switch(key))) => {
            error.rule("SUB-5").hint(format!("a manager can switch it on: `provost settings set {key}=on`"))
        }
        (Reason::OutOfReach, _) => {
            error.rule("ROLE-7").hint(format!("see how far you may: `provost role show role:{}`", actor.role))
        }
        _ => {
            error.rule("ROLE-7").hint(format!("{} can do it", holders(actor, action))).hint(if action.is_monitoring() {
                format!("provost role show monitoring-role:{}", actor.effective_monitoring())
            } else {
                format!("provost role show role:{}", actor.role)
            })
        }
    }
}

/// The roles that hold an action everywhere or in the actor's unit, else the level or project role that does, as a
/// phrase.
fn holders(actor: &Actor, action: Action) -> String {
    let reach = |role: Role| role_cell(role, action, None).reach;
    let near = actor.unit.as_ref().filter(|_| reach(Role::UnitManager) == Some(Reach::Unit));
    let near = near.map(|unit| format!("in `{}` a unit-manager", unit.name));
    let everywhere = Role::ALL.iter().filter(|role| reach(**role) == Some(Reach::All));
    let roles: Vec<_> = everywhere.map(|role| role.with_article()).chain(near).collect();
    let level = Level::ALL.iter().find(|level| level_cell(**level, action) != LevelCell::No);
    if let Some(lowest) = monitoring_role_for(action) {
        return format!("somebody with the monitoring role `{lowest}` or above");
    }
    match (roles.is_empty(), project_role_for(action), level) {
        (false, _, None) => roles.join(" or "),
        (false, _, Some(lowest)) => format!("{} or somebody of level `{lowest}`", roles.join(" or ")),
        (true, Some(lowest), _) => format!("somebody with the role `{lowest}` in the project, or of level `admin`,"),
        (true, None, Some(lowest)) => format!("somebody of level `{lowest}`"),
        (true, None, None) => "nobody by role".into(),
    }
}

/// Several objects bear the name.
pub fn ambiguous(kind: ObjectKind, typed: &str, several: &[Named]) -> Error {
    let ids: Vec<_> = several.iter().take(8).map(|one| format!("`id:{}`", one.id)).collect();
    Error::not_found(format!("`{}` names {} objects of kind {}", printable(typed), several.len(), kind.title()))
        .code("ambiguous")
        .hint(format!("name it by its id: {}", ids.join(", ")))
        .hint(list_command(kind))
}
