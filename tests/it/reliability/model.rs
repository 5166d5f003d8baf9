//! Random commands, foretold by a small model of the rules: exit codes and what is there afterwards never differ.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde_json::Value;

use crate::sandbox::{PASSWORD, Sandbox};

const MANAGER: &str = "boss@model.example";
/// How many names of each kind are played with.
const NAMES: usize = 4;
const ROLES: [&str; 3] = ["unit-manager", "scanner", "reader"];

/// A user as far as the model knows one: never signed in, so active or not.
#[derive(Debug, Clone, PartialEq, Eq)]
struct User {
    role: &'static str,
    unit: Option<String>,
    inactive: bool,
    asset_groups: BTreeSet<String>,
    groups: BTreeSet<String>,
}

/// The organisation as far as the model knows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Model {
    users: BTreeMap<String, User>,
    /// Units with their primary contacts.
    units: BTreeMap<String, Option<String>>,
    /// Asset groups, all of the manager's, with the units they are linked to.
    asset_groups: BTreeMap<String, BTreeSet<String>>,
    groups: BTreeSet<String>,
}

/// The exit code of a refusal.
type Refusal = u8;
const USAGE: Refusal = 2;
const NOT_FOUND: Refusal = 3;
const CONFLICT: Refusal = 4;

/// What is done at random.
#[derive(Debug, Clone)]
enum Step {
    AddUser { login: String, role: &'static str, unit: Option<String> },
    DeleteUser { login: String },
    Deactivate { login: String },
    Activate { login: String },
    Role { login: String, role: &'static str },
    AddUnit { unit: String },
    DeleteUnit { unit: String },
    Move { logins: Vec<String>, to: Option<String>, keep: bool, contact: Option<String> },
    Contact { login: String, unit: String },
    AddGroup { group: String },
    DeleteGroup { group: String },
    Assign { group: String, login: String },
    Unassign { group: String, login: String },
    AddAssetGroup { group: String, unit: Option<String> },
    DeleteAssetGroup { group: String },
    Link { group: String, unit: String, add: bool },
    AssignAssets { group: String, login: String },
    UnassignAssets { group: String, login: String },
}

/// One of the names there are, now and then one that is not.
fn known<T>(random: &mut fastrand::Rng, names: &BTreeMap<String, T>, unknown: impl Fn() -> String) -> String {
    match names.len() {
        0 => unknown(),
        _ if random.u8(..12) == 0 => unknown(),
        count => names.keys().nth(random.usize(..count)).cloned().unwrap_or_else(unknown),
    }
}

impl Step {
    fn random(random: &mut fastrand::Rng, model: &Model) -> Self {
        let new = |random: &mut fastrand::Rng, kind: &str| format!("{kind}{}", random.usize(..NAMES));
        let login = |random: &mut fastrand::Rng| known(random, &model.users, || "u9@model.example".to_owned());
        let unit = |random: &mut fastrand::Rng| known(random, &model.units, || "Unit9".to_owned());
        let assets = |random: &mut fastrand::Rng| known(random, &model.asset_groups, || "Assets9".to_owned());
        let group = |random: &mut fastrand::Rng| {
            let groups: BTreeMap<String, ()> = model.groups.iter().map(|group| (group.clone(), ())).collect();
            known(random, &groups, || "Group9".to_owned())
        };
        match random.usize(..24) {
            0..=3 => {
                let unit = (random.u8(..4) > 0).then(|| unit(random));
                let first = unit.as_ref().is_some_and(|unit| model.members(unit) == 0);
                let role = ROLES[if first { 0 } else { random.usize(..3) }];
                Self::AddUser { login: format!("u{}@model.example", random.usize(..NAMES + 3)), role, unit }
            }
            4 => Self::DeleteUser { login: login(random) },
            5 => Self::Deactivate { login: login(random) },
            6 => Self::Activate { login: login(random) },
            7 => Self::Role { login: login(random), role: ROLES[random.usize(..3)] },
            8..=9 => Self::AddUnit { unit: new(random, "Unit") },
            10 => Self::DeleteUnit { unit: unit(random) },
            11..=14 => {
                let logins: Vec<String> = (0..1 + random.usize(..2)).map(|_| login(random)).collect();
                let to = (random.u8(..4) > 0).then(|| unit(random));
                // Mostly the answer that is needed, if one is.
                let needed = to.as_ref().and_then(|unit| model.units.get(unit)).is_some_and(Option::is_none);
                let contact = (needed != (random.u8(..6) == 0)).then(|| logins[0].clone());
                Self::Move { logins, to, keep: random.bool(), contact }
            }
            15 => Self::Contact { login: login(random), unit: unit(random) },
            16 => Self::AddGroup { group: new(random, "Group") },
            17 if random.bool() => Self::DeleteGroup { group: group(random) },
            17 => Self::Unassign { group: group(random), login: login(random) },
            18 => Self::Assign { group: group(random), login: login(random) },
            19 => Self::AddAssetGroup { group: new(random, "Assets"), unit: random.bool().then(|| unit(random)) },
            20 if random.bool() => Self::DeleteAssetGroup { group: assets(random) },
            20 => Self::UnassignAssets { group: assets(random), login: login(random) },
            21 => Self::Link { group: assets(random), unit: unit(random), add: random.bool() },
            _ => Self::AssignAssets { group: assets(random), login: login(random) },
        }
    }

    fn line(&self) -> String {
        let bu = |unit: &Option<String>| unit.as_ref().map(|unit| format!(" --bu {unit}")).unwrap_or_default();
        match self {
            Self::AddUser { login, role, unit } => format!("user add {login} --role {role} --no-mail{}", bu(unit)),
            Self::DeleteUser { login } => format!("user delete {login} --configs delete --results delete --yes"),
            Self::Deactivate { login } => format!("user deactivate {login} --yes"),
            Self::Activate { login } => format!("user activate {login}"),
            Self::Role { login, role } => format!("user role {login} {role} --yes"),
            Self::AddUnit { unit } => format!("bu add {unit}"),
            Self::DeleteUnit { unit } => format!("bu delete {unit} --yes"),
            Self::Move { logins, to, keep, contact } => {
                let to = to.as_ref().map_or_else(|| "--unassign".to_owned(), |unit| format!("--to {unit}"));
                let groups = if *keep { "keep" } else { "leave" };
                let contact = contact.as_ref().map(|login| format!(" --primary-contact {login}")).unwrap_or_default();
                format!("bu move {} {to} --configs keep --asset-groups {groups} --yes{contact}", logins.join(" "))
            }
            Self::Contact { login, unit } => format!("contact set {login} --bu {unit}"),
            Self::AddGroup { group } => format!("group add {group} --level viewer"),
            Self::DeleteGroup { group } => format!("group delete {group} --yes"),
            Self::Assign { group, login } => format!("group assign {group} {login}"),
            Self::Unassign { group, login } => format!("group unassign {group} {login}"),
            Self::AddAssetGroup { group, unit } => format!("asset-group add {group} --address 10.0.0.1{}", bu(unit)),
            Self::DeleteAssetGroup { group } => format!("asset-group delete {group} --yes"),
            Self::Link { group, unit, add } => {
                format!("asset-group edit {group} --{}-bu {unit}", if *add { "add" } else { "remove" })
            }
            Self::AssignAssets { group, login } => format!("asset-group assign {group} {login}"),
            Self::UnassignAssets { group, login } => format!("asset-group unassign {group} {login}"),
        }
    }
}

impl Model {
    fn user(&self, login: &str) -> Result<&User, Refusal> {
        self.users.get(login).ok_or(NOT_FOUND)
    }

    fn unit(&self, unit: &str) -> Result<&Option<String>, Refusal> {
        self.units.get(unit).ok_or(NOT_FOUND)
    }

    fn members(&self, unit: &str) -> usize {
        self.users.values().filter(|user| user.unit.as_deref() == Some(unit)).count()
    }

    /// Whether the user is the primary contact of its unit.
    fn is_contact(&self, login: &str) -> bool {
        self.units.values().any(|contact| contact.as_deref() == Some(login))
    }

    /// Does it, or says how it is refused.
    fn apply(&mut self, step: &Step) -> Result<(), Refusal> {
        let mut after = self.clone();
        after.take(step)?;
        *self = after;
        Ok(())
    }

    fn take(&mut self, step: &Step) -> Result<(), Refusal> {
        match step {
            Step::AddUser { login, role, unit } => self.add_user(login, role, unit.as_deref()),
            Step::DeleteUser { login } => self.delete_user(login),
            Step::Deactivate { login } => {
                self.user(login)?;
                if self.is_contact(login) {
                    return Err(CONFLICT);
                }
                self.users.get_mut(login).ok_or(NOT_FOUND)?.inactive = true;
                Ok(())
            }
            Step::Activate { login } => {
                self.users.get_mut(login).ok_or(NOT_FOUND)?.inactive = false;
                Ok(())
            }
            Step::Role { login, role } => self.change_role(login, role),
            Step::AddUnit { unit } => match self.units.insert(unit.clone(), None) {
                None => Ok(()),
                Some(_) => Err(CONFLICT),
            },
            Step::DeleteUnit { unit } => {
                self.unit(unit)?;
                if self.members(unit) > 0 {
                    return Err(CONFLICT);
                }
                self.units.remove(unit);
                self.asset_groups.values_mut().for_each(|units| {
                    units.remove(unit);
                });
                Ok(())
            }
            Step::Move { logins, to, keep, contact } => {
                self.move_users(logins, to.as_deref(), *keep, contact.as_deref())
            }
            Step::Contact { login, unit } => {
                self.unit(unit)?;
                let user = self.user(login)?;
                if user.role != "unit-manager" || user.unit.as_ref() != Some(unit) || user.inactive {
                    return Err(CONFLICT);
                }
                self.units.insert(unit.clone(), Some(login.clone()));
                Ok(())
            }
            Step::AddGroup { group } => self.groups.insert(group.clone()).then_some(()).ok_or(CONFLICT),
            Step::DeleteGroup { group } => {
                self.users.values_mut().for_each(|user| {
                    user.groups.remove(group);
                });
                self.groups.remove(group).then_some(()).ok_or(NOT_FOUND)
            }
            Step::Assign { group, login } => {
                let known = self.groups.contains(group);
                let user = self.users.get_mut(login).filter(|_| known).ok_or(NOT_FOUND)?;
                user.groups.insert(group.clone());
                Ok(())
            }
            Step::Unassign { group, login } => {
                let known = self.groups.contains(group);
                self.users.get_mut(login).filter(|_| known).ok_or(NOT_FOUND)?.groups.remove(group);
                Ok(())
            }
            Step::AddAssetGroup { group, unit } => {
                if self.asset_groups.insert(group.clone(), unit.iter().cloned().collect()).is_some() {
                    return Err(CONFLICT);
                }
                unit.as_ref().map_or(Ok(()), |unit| self.unit(unit).map(drop))
            }
            Step::DeleteAssetGroup { group } => {
                self.users.values_mut().for_each(|user| {
                    user.asset_groups.remove(group);
                });
                self.asset_groups.remove(group).map(drop).ok_or(NOT_FOUND)
            }
            Step::Link { group, unit, add } => self.link(group, unit, *add),
            Step::AssignAssets { group, login } => self.assign_assets(group, login),
            Step::UnassignAssets { group, login } => {
                let known = self.asset_groups.contains_key(group);
                self.users.get_mut(login).filter(|_| known).ok_or(NOT_FOUND)?.asset_groups.remove(group);
                Ok(())
            }
        }
    }

    /// UNIT-2, UNIT-3.
    fn add_user(&mut self, login: &str, role: &'static str, unit: Option<&str>) -> Result<(), Refusal> {
        if let Some(unit) = unit {
            self.unit(unit)?;
        }
        if role == "unit-manager" && unit.is_none() {
            return Err(CONFLICT);
        }
        let first = unit.is_some_and(|unit| self.members(unit) == 0);
        if self.users.contains_key(login) || (first && role != "unit-manager") {
            return Err(CONFLICT);
        }
        let unit = unit.map(str::to_owned);
        if let Some(unit) = unit.clone().filter(|_| first) {
            self.units.insert(unit, Some(login.to_owned()));
        }
        let user = User { role, unit, inactive: false, asset_groups: BTreeSet::new(), groups: BTreeSet::new() };
        self.users.insert(login.to_owned(), user);
        Ok(())
    }

    /// USER-7: a primary contact is deleted as the last one of its unit alone.
    fn delete_user(&mut self, login: &str) -> Result<(), Refusal> {
        let user = self.user(login)?.clone();
        if self.is_contact(login) {
            let unit = user.unit.ok_or(CONFLICT)?;
            if self.members(&unit) > 1 {
                return Err(CONFLICT);
            }
            self.units.insert(unit, None);
        }
        self.users.remove(login);
        Ok(())
    }

    /// UNIT-2, UNIT-3, within the unit.
    fn change_role(&mut self, login: &str, role: &'static str) -> Result<(), Refusal> {
        let user = self.user(login)?;
        if role == "unit-manager" && user.unit.is_none() {
            return Err(USAGE);
        }
        if role != "unit-manager" && self.is_contact(login) {
            return Err(CONFLICT);
        }
        self.users.get_mut(login).ok_or(NOT_FOUND)?.role = role;
        Ok(())
    }

    /// AG-3: who is in the unit loses the group when it leaves.
    fn link(&mut self, group: &str, unit: &str, add: bool) -> Result<(), Refusal> {
        self.unit(unit)?;
        let units = self.asset_groups.get_mut(group).ok_or(NOT_FOUND)?;
        if add {
            units.insert(unit.to_owned());
            return Ok(());
        }
        if units.remove(unit) {
            let members = self.users.values_mut().filter(|user| user.unit.as_deref() == Some(unit));
            members.for_each(|user| {
                user.asset_groups.remove(group);
            });
        }
        Ok(())
    }

    /// AG-3: users of a unit are given its groups, others any.
    fn assign_assets(&mut self, group: &str, login: &str) -> Result<(), Refusal> {
        let units = self.asset_groups.get(group).ok_or(NOT_FOUND)?;
        let user = self.users.get_mut(login).ok_or(NOT_FOUND)?;
        if user.unit.as_ref().is_some_and(|unit| !units.contains(unit)) {
            return Err(CONFLICT);
        }
        user.asset_groups.insert(group.to_owned());
        Ok(())
    }

    /// Section 7 of the rules, for users who own nothing and groups of a manager's.
    fn move_users(
        &mut self,
        logins: &[String],
        to: Option<&str>,
        keep: bool,
        contact: Option<&str>,
    ) -> Result<(), Refusal> {
        let mut movers: Vec<&String> = Vec::new();
        for login in logins {
            self.user(login)?;
            if !movers.contains(&login) {
                movers.push(login);
            }
        }
        if let Some(unit) = to {
            self.unit(unit)?;
        }
        movers.retain(|login| self.users[*login].unit.as_deref() != to);
        let needed = !movers.is_empty() && to.is_some_and(|unit| self.units[unit].is_none());
        if contact.is_some() && !needed {
            return Err(CONFLICT);
        }
        let fits = |login: &str| movers.iter().any(|mover| *mover == login) && !self.users[login].inactive;
        if contact.is_some_and(|login| !fits(login)) {
            return Err(CONFLICT);
        }
        for login in &movers {
            let user = &self.users[*login];
            let stays = |unit: &String| {
                self.users.iter().any(|(login, user)| user.unit.as_ref() == Some(unit) && !movers.contains(&login))
            };
            if self.is_contact(login) && user.unit.as_ref().is_some_and(stays) {
                return Err(CONFLICT);
            }
            if to.is_none() && user.role == "unit-manager" {
                return Err(CONFLICT);
            }
        }
        if needed && contact.is_none() {
            return Err(USAGE);
        }
        for login in movers {
            self.move_one(login, to, keep);
            if contact == Some(login) {
                self.users.get_mut(login).ok_or(NOT_FOUND)?.role = "unit-manager";
                self.units.insert(to.unwrap_or_default().to_owned(), contact.map(str::to_owned));
            }
        }
        Ok(())
    }

    /// MOVE-3, MOVE-6: kept groups are linked to the new unit; of those left behind, the ones linked to it stay.
    fn move_one(&mut self, login: &str, to: Option<&str>, keep: bool) {
        let user = self.users.get_mut(login).unwrap();
        if let Some(unit) = user.unit.as_ref().filter(|unit| self.units[*unit].as_deref() == Some(login)) {
            self.units.insert(unit.clone(), None);
        }
        user.unit = to.map(str::to_owned);
        for group in user.asset_groups.clone() {
            let units = self.asset_groups.get_mut(&group).unwrap();
            match to {
                Some(unit) if keep => drop(units.insert(unit.to_owned())),
                Some(unit) if !units.contains(unit) => drop(user.asset_groups.remove(&group)),
                None if !keep => drop(user.asset_groups.remove(&group)),
                _ => {}
            }
        }
    }

    /// The same as the program tells it.
    fn told(sandbox: &Sandbox) -> Self {
        let list = |line: &str| sandbox.json(line).as_array().unwrap().clone();
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let set = |value: &Value| -> BTreeSet<String> { value.as_array().unwrap().iter().filter_map(text).collect() };
        let users = list("user list").into_iter().filter(|user| user["login"] != MANAGER).map(|user| {
            let role = ROLES.into_iter().find(|role| user["role"] == *role).unwrap();
            let one = User {
                role,
                unit: text(&user["unit"]),
                inactive: user["status"] == "inactive",
                asset_groups: set(&user["asset_groups"]),
                groups: set(&user["groups"]),
            };
            (text(&user["login"]).unwrap(), one)
        });
        let units =
            list("bu list").into_iter().map(|unit| (text(&unit["name"]).unwrap(), text(&unit["primary_contact"])));
        let asset_groups = list("asset-group list")
            .into_iter()
            .filter(|group| group["name"] != "All")
            .map(|group| (text(&group["name"]).unwrap(), set(&group["units"])));
        let groups = list("group list").into_iter().filter_map(|group| text(&group["name"]));
        Self {
            users: users.collect(),
            units: units.collect(),
            asset_groups: asset_groups.collect(),
            groups: groups.collect(),
        }
    }
}

/// An organisation of nobody but its manager, founded once.
fn fresh() -> Sandbox {
    static FOUNDED: OnceLock<Vec<u8>> = OnceLock::new();
    let founded = FOUNDED.get_or_init(|| {
        let sandbox = Sandbox::in_a_file();
        let init = ["init", "--name", "Model", "--login", MANAGER, "--password-stdin"];
        sandbox.feed(&format!("{PASSWORD}\n"), &init).ok();
        std::fs::read(sandbox.db()).unwrap()
    });
    let sandbox = Sandbox::in_a_file();
    std::fs::write(sandbox.db(), founded).unwrap();
    std::fs::set_permissions(sandbox.db(), std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    sandbox.act_as(MANAGER);
    sandbox
}

/// Plays sequences of commands, each beginning with an organisation that has something in it.
fn play(sequences: std::ops::Range<u64>, length: usize) {
    for seed in sequences {
        let mut random = fastrand::Rng::with_seed(seed);
        let (sandbox, mut model) = (fresh(), Model::default());
        let mut played = Vec::new();
        for _ in 0..length {
            let step = Step::random(&mut random, &model);
            let line = step.line();
            let foretold = model.apply(&step).err().unwrap_or(0);
            let outcome = sandbox.sh(&line);
            played.push(line);
            assert_eq!(outcome.code, foretold, "seed {seed}:\n{}\n{}", played.join("\n"), outcome.stderr);
        }
        let told = Model::told(&sandbox);
        assert_eq!(told, model, "seed {seed}:\n{}", played.join("\n"));
        let check = sandbox.sh("db check");
        assert_eq!(check.code, 0, "seed {seed}:\n{}\n{}", played.join("\n"), check.stdout);
    }
}

#[test]
fn random_commands_do_what_the_rules_foretell() {
    play(0..12, 40);
}

#[test]
#[ignore = "takes minutes: 10,000 sequences"]
fn random_commands_do_what_the_rules_foretell_in_10000_sequences() {
    std::thread::scope(|scope| {
        for half in [100..5_100, 5_100..10_100] {
            scope.spawn(move || play(half, 25));
        }
    });
}
