//! The made-up organisation: units in places, people with roles in them, machines in networks, and what binds them.

use std::fs;
use std::path::Path;

use fastrand::Rng;

/// How large it is, and what chance begins with.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub users: u32,
    pub assets: u32,
    pub seed: u64,
}

const FIRST: &[&str] = &[
    "Amara", "Anders", "Beatriz", "Carlos", "Chiara", "Daan", "Dilnoza", "Elif", "Emil", "Farah", "Finn", "Giulia",
    "Hanna", "Hiroshi", "Ines", "Ivan", "Jamal", "Joana", "Kaito", "Keira", "Lars", "Leila", "Mateo", "Mei", "Milan",
    "Nadia", "Noor", "Olga", "Omar", "Petra", "Priya", "Quentin", "Rosa", "Ruben", "Sana", "Stefan", "Tariq", "Ulla",
    "Vera", "Wanda", "Xenia", "Yara", "Zoltan",
];
const LAST: &[&str] = &[
    "Abadi",
    "Andersen",
    "Barros",
    "Bauer",
    "Castillo",
    "Cohen",
    "Diaz",
    "Eriksen",
    "Fischer",
    "Garcia",
    "Haddad",
    "Hoang",
    "Ibrahim",
    "Ivanova",
    "Jansen",
    "Johansson",
    "Kaya",
    "Kowalski",
    "Larsen",
    "Lopez",
    "Mbeki",
    "Meyer",
    "Nakamura",
    "Novak",
    "Okafor",
    "Olsen",
    "Patel",
    "Peeters",
    "Quinn",
    "Rossi",
    "Sato",
    "Schmidt",
    "Silva",
    "Tanaka",
    "Tran",
    "Usman",
    "Vargas",
    "Weber",
    "Xu",
    "Yilmaz",
    "Zimmer",
];
const PLACES: &[&str] = &[
    "Amsterdam",
    "Athens",
    "Bergen",
    "Bilbao",
    "Boston",
    "Cairo",
    "Chicago",
    "Delhi",
    "Dublin",
    "Frankfurt",
    "Geneva",
    "Hamburg",
    "Hanoi",
    "Istanbul",
    "Jakarta",
    "Kyoto",
    "Lagos",
    "Lima",
    "Lisbon",
    "Lyon",
    "Madrid",
    "Milan",
    "Nairobi",
    "Osaka",
    "Oslo",
    "Paris",
    "Porto",
    "Prague",
    "Quito",
    "Riga",
    "Seoul",
    "Turin",
    "Utrecht",
    "Vienna",
    "Warsaw",
    "Zagreb",
];
const TITLES: &[&str] = &["Analyst", "Engineer", "Administrator", "Operator", "Architect", "Team lead"];
const SYSTEMS: &[&str] = &["Debian 13", "Ubuntu 26.04", "Windows Server 2025", "RHEL 10", "FreeBSD 15"];
const DUTIES: &[&str] = &["web", "db", "mail", "build", "files", "auth", "log"];
/// Roles with their shares, out of a hundred; they may all belong to a unit, or to none.
const ROLES: &[(&str, u32)] =
    &[("scanner", 30), ("reader", 52), ("remediation-user", 10), ("auditor", 6), ("contact", 2)];
/// How many users there are to a unit, and how many assets to an asset group.
const UNIT_SIZE: u32 = 120;
const GROUP_SIZE: u32 = 200;
/// How many asset groups a unit has at most.
const GROUPS: u32 = 5;

type Outcome<T = ()> = anyhow::Result<T>;

struct Organisation<'f> {
    folder: &'f Path,
    size: Size,
    units: u32,
    chance: Rng,
}

/// Writes it into a folder, a file for each kind of rows.
pub fn write(folder: &Path, size: Size) -> Outcome {
    fs::create_dir_all(folder)?;
    let units = (size.users / UNIT_SIZE).clamp(1, 2_000);
    let mut all = Organisation { folder, size, units, chance: Rng::with_seed(size.seed) };
    all.bus()?;
    all.tags()?;
    all.assets()?;
    all.asset_groups()?;
    all.groups()?;
    all.projects()?;
    all.users()?;
    all.tickets()
}

fn place(at: u32) -> &'static str {
    PLACES.get(at as usize % PLACES.len()).copied().unwrap_or_default()
}

fn unit(at: u32) -> String {
    let place = place(at);
    match at as usize / PLACES.len() {
        0 => place.to_owned(),
        round => format!("{place} {}", round + 1),
    }
}

/// The machines lie one after the other in 10.0.0.0/8.
fn address(at: u32) -> String {
    let [_, b, c, d] = at.to_be_bytes();
    format!("10.{b}.{c}.{d}")
}

impl Organisation<'_> {
    fn file(&self, kind: &str, header: &[&str]) -> Outcome<csv::Writer<fs::File>> {
        let mut file = csv::Writer::from_path(self.folder.join(format!("{kind}.csv")))?;
        file.write_record(header)?;
        Ok(file)
    }

    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of.get(self.chance.usize(..of.len())).copied().unwrap_or_default()
    }

    fn bus(&mut self) -> Outcome {
        let mut file = self.file("bus", &["name", "division", "location"])?;
        for at in 0..self.units {
            let division = self.one(&["Sales", "Production", "Research", "Services"]);
            file.write_record([&unit(at), division, place(at)])?;
        }
        Ok(file.flush()?)
    }

    fn tags(&mut self) -> Outcome {
        let mut file = self.file("tags", &["name", "parent", "rule"])?;
        for place in PLACES {
            file.write_record([&format!("at-{}", place.to_lowercase()), "places", ""])?;
        }
        for duty in DUTIES {
            file.write_record([&format!("for-{duty}"), "duties", &format!("name-contains {duty}-")])?;
        }
        for top in ["places", "duties"] {
            file.write_record([top, "", ""])?;
        }
        Ok(file.flush()?)
    }

    fn assets(&mut self) -> Outcome {
        let mut file = self.file("assets", &["address", "name", "os", "attributes", "tags"])?;
        for at in 0..self.size.assets {
            let place = place(at / GROUP_SIZE).to_lowercase();
            let name = format!("{}-{}-{at:07}", self.one(DUTIES), &place[..3]);
            let owner = format!("owner=team-{}", self.chance.u32(1..40));
            file.write_record([&address(at), &name, self.one(SYSTEMS), &owner, &format!("at-{place}")])?;
        }
        Ok(file.flush()?)
    }

    /// The groups of a unit, by number.
    fn groups_of(&self, unit: u32) -> u32 {
        let groups = self.size.assets.div_ceil(GROUP_SIZE);
        (groups / self.units + u32::from(unit < groups % self.units)).min(GROUPS)
    }

    fn asset_groups(&mut self) -> Outcome {
        let mut file = self.file("asset-groups", &["name", "units", "addresses", "business_impact"])?;
        let mut first = 0;
        for at in 0..self.units {
            for number in 0..self.groups_of(at) {
                let last = (first + GROUP_SIZE - 1).min(self.size.assets.saturating_sub(1));
                let range = format!("{}-{}", address(first), address(last));
                let impact = self.one(&["low", "medium", "high", "critical"]);
                file.write_record([&format!("{} net {number}", unit(at)), &unit(at), &range, impact])?;
                first += GROUP_SIZE;
            }
        }
        Ok(file.flush()?)
    }

    fn groups(&mut self) -> Outcome {
        let mut file = self.file("groups", &["name", "description", "level"])?;
        file.write_record(["Helpdesk", "who answers the telephone", "viewer"])?;
        file.write_record(["Operations", "who is called at night", "manager"])?;
        Ok(file.flush()?)
    }

    fn projects(&mut self) -> Outcome {
        let mut file = self.file("projects", &["name", "description", "members"])?;
        file.write_record(["hardening", "fewer open ports", "group:Helpdesk:viewer|group:Operations:engineer"])?;
        file.write_record(["migration", "old systems go", "group:Operations:admin"])?;
        Ok(file.flush()?)
    }

    fn users(&mut self) -> Outcome {
        let header = [
            "login",
            "first_name",
            "last_name",
            "title",
            "external_id",
            "role",
            "unit",
            "groups",
            "asset_groups",
            "tag_scope",
        ];
        let mut file = self.file("users", &header)?;
        for at in 0..self.size.users {
            let (first, last) = (self.one(FIRST), self.one(LAST));
            let login = format!("{}.{}.{at}@synth.example", first.to_lowercase(), last.to_lowercase());
            let home = at % self.units;
            // Every unit has two managers, who do not come first in the file.
            let role = match at / self.units {
                1 | 2 => "unit-manager",
                _ => self.role(),
            };
            let is_placed = role == "unit-manager" || (!matches!(role, "auditor") && self.chance.u32(..10) > 0);
            let unit_name = if is_placed { unit(home) } else { String::new() };
            let group = match self.chance.u32(..50) {
                0 => "Operations",
                1..=4 => "Helpdesk",
                _ => "",
            };
            let group = if role == "contact" { "" } else { group };
            let groups = if is_placed && self.groups_of(home) > 0 {
                format!("{} net {}", unit(home), self.chance.u32(..self.groups_of(home)))
            } else {
                String::new()
            };
            let tag = format!("at-{}", place(home).to_lowercase());
            let title = self.one(TITLES);
            file.write_record([
                &login,
                first,
                last,
                title,
                &format!("{at:08}"),
                role,
                &unit_name,
                group,
                &groups,
                &tag,
            ])?;
        }
        Ok(file.flush()?)
    }

    fn role(&mut self) -> &'static str {
        let mut drawn = self.chance.u32(..100);
        for (role, share) in ROLES {
            if drawn < *share {
                return role;
            }
            drawn -= share;
        }
        "reader"
    }

    fn tickets(&mut self) -> Outcome {
        let mut file = self.file("tickets", &["address", "title", "severity"])?;
        for number in 0..self.size.assets / 50 {
            let at = self.chance.u32(..self.size.assets);
            let title = self.one(&["TLS 1.0 is switched on", "Default password", "End of life", "Open resolver"]);
            file.write_record([&address(at), &format!("{title} ({number})"), &self.chance.u32(1..=5).to_string()])?;
        }
        Ok(file.flush()?)
    }
}
