//! Who gains and loses what by a change (ACC-5): the access of one user before and after, compared. Pure.

use std::collections::BTreeMap;
use std::rc::Rc;

use schemars::JsonSchema;
use serde::Serialize;

use super::action::Action;
use super::actor::Actor;
use super::address::AddressSet;
use super::asset_group::Reachable;
use super::id::Id;
use super::roles::{Level, ProjectRole};
use super::touch::Aspects;
use super::user::Status;
use super::words::words;

words! {
    /// What somebody gains or loses.
    EffectKind is "kind of effect" {
        Account = "account",
        Status = "status",
        Role = "role",
        Unit = "unit",
        Level = "level",
        MonitoringRole = "monitoring-role",
        Permissions = "permissions",
        Actions = "actions",
        Projects = "projects",
        Addresses = "addresses",
        Domains = "domains",
        Appliances = "appliances",
        Scope = "scope",
        Assets = "assets",
        Monitored = "monitored",
    }
}

/// Stands for everything of its kind.
pub const EVERYTHING: &str = "*";

/// What of one kind is gained or lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct EffectPart {
    pub kind: EffectKind,
    /// What it is, addresses as ranges; `*` is everything of the kind.
    pub values: Vec<String>,
    /// How much it is; `null` where that is everything, or more addresses than 64 bits count.
    pub count: Option<u64>,
    /// Of what is lost: what remains of the same thing, a lower level or role for one.
    pub left: Vec<String>,
}

/// What one user gains and loses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Effect {
    /// The user's login.
    pub user: String,
    /// What it has now and had not.
    pub gained: Vec<EffectPart>,
    /// What it had and has no more.
    pub lost: Vec<EffectPart>,
}

impl Effect {
    /// An effect on a user of which nothing is known yet.
    pub const fn on(user: String) -> Self {
        Self { user, gained: Vec::new(), lost: Vec::new() }
    }

    /// The same the other way round.
    #[must_use]
    pub fn turned(self) -> Self {
        Self { gained: self.lost, lost: self.gained, ..self }
    }

    /// Whether nothing is gained or lost.
    pub const fn is_empty(&self) -> bool {
        self.gained.is_empty() && self.lost.is_empty()
    }

    /// Notes what is gained and lost of one kind.
    pub fn add(&mut self, kind: EffectKind, gained: Vec<String>, lost: Vec<String>) {
        self.add_with(kind, gained, lost, Vec::new());
    }

    fn add_with(&mut self, kind: EffectKind, gained: Vec<String>, lost: Vec<String>, left: Vec<String>) {
        let part = |values: Vec<String>, left| {
            let count = (!values.iter().any(|value| value == EVERYTHING)).then_some(values.len() as u64);
            EffectPart { kind, values, count, left }
        };
        if !gained.is_empty() {
            self.gained.push(part(gained, Vec::new()));
        }
        if !lost.is_empty() {
            self.lost.push(part(lost, left));
        }
    }

    /// Notes addresses that are gained and lost.
    pub fn add_addresses(&mut self, kind: EffectKind, gained: &AddressSet, lost: &AddressSet) {
        let part = |set: &AddressSet| EffectPart {
            kind,
            values: ranges(set),
            count: u64::try_from(set.count()).ok(),
            left: Vec::new(),
        };
        if !gained.is_empty() {
            self.gained.push(part(gained));
        }
        if !lost.is_empty() {
            self.lost.push(part(lost));
        }
    }

    /// Notes a rank that rose or fell.
    fn rank<R: Ord + Copy>(
        &mut self,
        kind: EffectKind,
        before: Option<R>,
        after: Option<R>,
        told: impl Fn(R) -> String,
    ) {
        if after > before {
            self.add(kind, after.map(&told).into_iter().collect(), Vec::new());
        } else if after < before {
            let left = after.map(&told).into_iter().collect();
            self.add_with(kind, Vec::new(), before.map(&told).into_iter().collect(), left);
        }
    }
}

fn ranges(set: &AddressSet) -> Vec<String> {
    set.ranges().iter().map(ToString::to_string).collect()
}

/// Everything that a user reaches by asset groups; `None`: everything there is.
pub type Reached = Option<Rc<Reachable>>;

/// What one user has, as far as it was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// Its rights.
    pub actor: Actor,
    /// What it reaches.
    pub reached: Reached,
    /// Appliances of its own, by name.
    pub appliances: Vec<String>,
    /// What its tag scope covers, by id.
    pub covered: BTreeMap<Id, String>,
    /// Actions that only a switch of the subscription leaves to it.
    pub switched: Vec<Action>,
}

/// What changed of a user's access, but what an operation does to single assets; `project` tells the name of a project.
pub fn compare(before: &Access, after: &Access, aspects: Aspects, project: impl Fn(Id) -> String) -> Effect {
    let mut effect = Effect::on(after.actor.login.clone());
    if aspects.has(Aspects::ACCOUNT) {
        compare_accounts(&mut effect, &before.actor, &after.actor);
    }
    if aspects.has(Aspects::LEVEL) {
        let (was, is) = (before.actor.effective_level(), after.actor.effective_level());
        effect.rank(EffectKind::Level, Some(was), Some(is), |level| level.to_string());
    }
    if aspects.has(Aspects::PROJECTS) {
        compare_projects(&mut effect, &before.actor, &after.actor, project);
    }
    if aspects.has(Aspects::REACH) {
        compare_reach(&mut effect, before, after);
    }
    if aspects.has(Aspects::SCOPE) {
        let beyond = |these: &BTreeMap<Id, String>, those: &BTreeMap<Id, String>| -> Vec<String> {
            let mut names: Vec<String> =
                these.iter().filter(|(id, _)| !those.contains_key(id)).map(|(_, name)| name.clone()).collect();
            names.sort();
            names
        };
        let left = after.covered.values().cloned().collect();
        effect.add_with(
            EffectKind::Scope,
            beyond(&after.covered, &before.covered),
            beyond(&before.covered, &after.covered),
            left,
        );
    }
    if aspects.has(Aspects::SWITCHES) {
        let words = |actions: &[Action]| -> Vec<String> { actions.iter().map(ToString::to_string).collect() };
        let (was, is) = (words(&before.switched), words(&after.switched));
        effect.add(EffectKind::Actions, beyond(&is, &was), beyond(&was, &is));
    }
    effect
}

/// All that a user has, as if it were gained with the account.
pub fn all_of(access: &Access, project: impl Fn(Id) -> String) -> Effect {
    let actor = &access.actor;
    let place = actor.unit.as_ref().map_or(String::new(), |unit| format!(" in {}", unit.name));
    let nothing = Access {
        actor: Actor {
            level: Level::Default,
            groups: Vec::new(),
            projects: Vec::new(),
            permissions: Vec::new(),
            monitoring_role: None,
            ..actor.clone()
        },
        reached: Some(Rc::default()),
        appliances: Vec::new(),
        covered: BTreeMap::new(),
        switched: Vec::new(),
    };
    let mut effect = Effect::on(actor.login.clone());
    effect.add(EffectKind::Account, vec![format!("{}{place}", actor.role)], Vec::new());
    let rest = compare(&nothing, access, Aspects::OWN, project);
    effect.gained.extend(rest.gained);
    effect
}

fn beyond(these: &[String], those: &[String]) -> Vec<String> {
    these.iter().filter(|one| !those.contains(one)).cloned().collect()
}

fn compare_accounts(effect: &mut Effect, before: &Actor, after: &Actor) {
    let works = |actor: &Actor| matches!(actor.status, Status::Active | Status::Pending);
    if works(before) != works(after) {
        let word = |actor: &Actor| works(actor).then(|| actor.status.to_string()).into_iter().collect();
        effect.add(EffectKind::Status, word(after), word(before));
    }
    if before.role != after.role {
        effect.add(EffectKind::Role, vec![after.role.to_string()], vec![before.role.to_string()]);
    }
    if before.unit_id() != after.unit_id() {
        let name = |actor: &Actor| actor.unit.iter().map(|unit| unit.name.clone()).collect();
        effect.add(EffectKind::Unit, name(after), name(before));
    }
    let monitoring = |actor: &Actor| Some(actor.effective_monitoring());
    effect.rank(EffectKind::MonitoringRole, monitoring(before), monitoring(after), |role| role.to_string());
    let permissions = |actor: &Actor| -> Vec<String> { actor.permissions.iter().map(ToString::to_string).collect() };
    let (was, is) = (permissions(before), permissions(after));
    effect.add(EffectKind::Permissions, beyond(&is, &was), beyond(&was, &is));
}

/// The level `admin` reaches all projects without any entry (PRJ-3); an archived project is there to be looked at (PRJ-1).
fn compare_projects(effect: &mut Effect, before: &Actor, after: &Actor, project: impl Fn(Id) -> String) {
    let everywhere = |actor: &Actor| (actor.effective_level() == Level::Admin).then_some(ProjectRole::Admin);
    let (was, is) = (roles(before), roles(after));
    let told = |id: &Id, role: ProjectRole| format!("{}:{role}", project(*id));
    match (everywhere(before), everywhere(after)) {
        (Some(_), Some(_)) => {}
        (None, Some(role)) => effect.add(EffectKind::Projects, vec![format!("{EVERYTHING}:{role}")], Vec::new()),
        (Some(role), None) => {
            let left = is.iter().map(|(id, role)| told(id, *role)).collect();
            effect.add_with(EffectKind::Projects, Vec::new(), vec![format!("{EVERYTHING}:{role}")], left);
        }
        (None, None) => {
            let (mut gained, mut lost, mut left) = (Vec::new(), Vec::new(), Vec::new());
            for id in was.keys().chain(is.keys().filter(|id| !was.contains_key(id))) {
                let (old, new) = (was.get(id).copied(), is.get(id).copied());
                if new > old {
                    gained.extend(new.map(|role| told(id, role)));
                } else if new < old {
                    lost.extend(old.map(|role| told(id, role)));
                    left.extend(new.map(|role| told(id, role)));
                }
            }
            effect.add_with(EffectKind::Projects, gained, lost, left);
        }
    }
}

/// The role that counts in each project.
fn roles(actor: &Actor) -> BTreeMap<Id, ProjectRole> {
    let mut roles: BTreeMap<Id, ProjectRole> = BTreeMap::new();
    for entry in &actor.projects {
        let role = if entry.archived { ProjectRole::Viewer } else { entry.role };
        let held = roles.entry(entry.project).or_insert(role);
        *held = role.max(*held);
    }
    roles
}

fn compare_reach(effect: &mut Effect, before: &Access, after: &Access) {
    let nothing = Reachable::default();
    match (&before.reached, &after.reached) {
        (None, None) => {}
        (Some(_), None) => effect.add(EffectKind::Addresses, vec![EVERYTHING.to_owned()], Vec::new()),
        (None, Some(left)) => {
            let left = ranges(&left.addresses);
            effect.add_with(EffectKind::Addresses, Vec::new(), vec![EVERYTHING.to_owned()], left);
        }
        (Some(was), Some(is)) if Rc::ptr_eq(was, is) => {}
        (Some(was), Some(is)) => {
            let (gained, lost) = (is.addresses.minus(&was.addresses), was.addresses.minus(&is.addresses));
            effect.add_addresses(EffectKind::Addresses, &gained, &lost);
            effect.add(EffectKind::Domains, beyond(&is.domains, &was.domains), beyond(&was.domains, &is.domains));
        }
    }
    let appliances = |access: &Access| -> Vec<String> {
        let reached = access.reached.as_deref().unwrap_or(&nothing);
        let mut all = [reached.appliances.clone(), access.appliances.clone()].concat();
        all.sort();
        all.dedup();
        all
    };
    if before.reached.is_some() && after.reached.is_some() {
        let (was, is) = (appliances(before), appliances(after));
        effect.add(EffectKind::Appliances, beyond(&is, &was), beyond(&was, &is));
    }
}
