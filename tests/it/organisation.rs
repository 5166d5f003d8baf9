//! Made-up organisations in which everything that limits or grants occurs.

use crate::sandbox::{MARA, Sandbox};

/// How many organisations are made up; `PROVOST_CASES=100 cargo test` looks at more than a few.
pub fn cases(few: u32) -> u32 {
    option_env!("PROVOST_CASES").and_then(|count| count.parse().ok()).unwrap_or(few)
}

/// A small generator of numbers: the same seed, the same organisation.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % sides as u64).unwrap()
    }

    pub fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.roll(of.len())]
    }

    pub fn some<'a>(&mut self, of: &[&'a str]) -> Vec<&'a str> {
        of.iter().copied().filter(|_| self.roll(3) == 0).collect()
    }
}

pub const TAGS: &[&str] = &["a", "a1", "a2", "b"];
pub const GROUPS: &[&str] = &["North", "South", "Wide"];

/// An organisation in which everything that limits or grants occurs.
pub fn random_organisation(dice: &mut Dice) -> (Sandbox, Vec<String>) {
    let mut toml = format!("name = \"R\"\nprimary_contact = \"{MARA}\"\n");
    let mut logins = vec![MARA.to_owned()];
    toml.push_str("units = [{ name = \"N\" }, { name = \"S\" }]\nusers = [\n");
    toml.push_str(&format!("{{ login = \"{MARA}\", role = \"manager\", status = \"active\" }},\n"));
    for n in 0..9 {
        let login = format!("u{n}@x.example");
        let (role, unit) = match n {
            0 => ("unit-manager", "N"),
            1 => ("unit-manager", "S"),
            _ => {
                let role = dice.pick(&[
                    "manager",
                    "user-administrator",
                    "unit-manager",
                    "scanner",
                    "scanner",
                    "reader",
                    "auditor",
                    "remediation-user",
                    "contact",
                ]);
                let unit = match role {
                    "manager" | "user-administrator" | "auditor" => "",
                    "unit-manager" => dice.pick(&["N", "S"]),
                    _ => dice.pick(&["N", "S", ""]),
                };
                (role, unit)
            }
        };
        let unit = if unit.is_empty() { String::new() } else { format!(", unit = \"{unit}\"") };
        let level = dice.pick(&["default", "default", "viewer", "manager", "admin"]);
        let monitoring = dice.pick(&["", "", "auditor", "author", "analyst", "manager", "none"]);
        let monitoring = if monitoring.is_empty() || role == "contact" {
            String::new()
        } else {
            format!(", monitoring_role = \"{monitoring}\"")
        };
        let status = if n > 1 && role != "contact" {
            dice.pick(&["active", "active", "active", "inactive", "locked"])
        } else {
            "active"
        };
        let permissions: Vec<&str> = match role {
            "unit-manager" => dice.some(&["add-assets", "purge-host-data", "edit-auth-records"]),
            "scanner" => dice.some(&["create-option-profiles", "purge-host-data"]),
            _ => Vec::new(),
        };
        let level = if role == "contact" { "default" } else { level };
        let scope = dice.some(TAGS);
        toml.push_str(&format!(
            "{{ login = \"{login}\", role = \"{role}\"{unit}, level = \"{level}\"{monitoring}, status = \"{status}\", permissions = {permissions:?}, tag_scope = {scope:?} }},\n"
        ));
        logins.push(login);
    }
    toml.push_str("]\ntags = [{ name = \"a\" }, { name = \"a1\", parent = \"a\" }, { name = \"a2\", parent = \"a1\" }, { name = \"b\" }]\n");
    toml.push_str("assets = [\n");
    for n in 1..=8 {
        toml.push_str(&format!("{{ addresses = [\"10.0.0.{n}\"], tags = {:?} }},\n", dice.some(TAGS)));
    }
    toml.push_str("]\nasset_groups = [\n");
    for (at, group) in GROUPS.iter().enumerate() {
        let units = dice.some(&["N", "S"]);
        let (first, last) = (at * 3 + 1, at * 3 + 1 + dice.roll(3));
        toml.push_str(&format!(
            "{{ name = \"{group}\", owner = \"{MARA}\", units = {units:?}, addresses = [\"10.0.0.{first}-10.0.0.{last}\"] }},\n"
        ));
    }
    toml.push_str("]\ngroups = [\n");
    for (at, level) in ["default", "viewer", "manager", "admin"].iter().enumerate() {
        let members: Vec<&str> = logins.iter().skip(1).map(String::as_str).filter(|_| dice.roll(7) == 0).collect();
        toml.push_str(&format!("{{ name = \"G{at}\", level = \"{level}\", members = {members:?} }},\n"));
    }
    toml.push_str("]\nprojects = [\n");
    for at in 0..2 {
        let mut members = String::new();
        for login in logins.iter().skip(1) {
            if dice.roll(4) == 0 {
                members.push_str(&format!(
                    "{{ user = \"{login}\", role = \"{}\" }}, ",
                    dice.pick(&["viewer", "engineer", "admin"])
                ));
            }
        }
        members.push_str(&format!(
            "{{ group = \"G{}\", role = \"{}\" }}",
            dice.roll(3),
            dice.pick(&["viewer", "engineer", "admin"])
        ));
        let state = dice.pick(&["active", "archived"]);
        toml.push_str(&format!("{{ name = \"P{at}\", state = \"{state}\", members = [{members}] }},\n"));
    }
    toml.push_str("]\n");
    let sandbox = Sandbox::of(&toml);
    furnish(&sandbox, dice, &logins);
    (sandbox, logins)
}

/// Things that users make themselves; what one may not make is not there.
fn furnish(sandbox: &Sandbox, dice: &mut Dice, logins: &[String]) {
    sandbox.act_as(MARA);
    let rows: String = (1..=8).map(|n| format!("10.0.0.{n},2026-11-20,/etc/x,modify,3\n")).collect();
    sandbox.feed(&format!("asset,at,path,action,severity\n{rows}"), &["import", "events", "-", "--format", "csv"]).ok();
    for n in 0..3 {
        let tags: String = dice.some(TAGS).iter().map(|tag| format!(" --tag {tag}")).collect();
        sandbox.sh(&format!("fim profile add F{n} --path /etc{tags}")).ok();
    }
    for login in logins {
        for group in dice.some(GROUPS) {
            sandbox.sh(&format!("asset-group assign {group} {login}"));
        }
    }
    for (at, login) in logins.iter().enumerate() {
        sandbox.act_as(login);
        let reviewer = &logins[dice.roll(logins.len())];
        sandbox.sh(&format!("fim incident add I{at} --reviewer {reviewer}"));
        sandbox.sh(&format!("fim rule add R{at} --when severity=3 --reviewer {reviewer}"));
        sandbox.sh(&format!("fim report add Q{at}"));
        sandbox.sh(&format!("config add C{at} --kind search-list"));
        sandbox.sh("scan launch S --target North");
    }
    sandbox.act_as(MARA);
}
