//! Whether a database is whole and keeps every rule: one check after the other, each by its rule.

use std::thread;

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::event_filter::EventFilter;
use crate::domain::phrase::counted;
use crate::domain::tag::Rule;
use crate::domain::{Key, ObjectKind, Result, text};
use crate::service::{App, invariant, log_verification};
use crate::store::check::{self as rows, INVARIANTS};
use crate::store::{self, Conn, OpenMode};

/// As many problems of one check are told.
const MOST_TOLD: usize = 20;

/// What was found.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Report {
    /// Whether everything holds.
    pub ok: bool,
    /// The database file.
    pub path: String,
    /// How many problems there are.
    pub problem_count: usize,
    /// Every check.
    pub checks: Vec<Check>,
}

/// One check.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Check {
    /// The rule; none: the file itself.
    pub rule: Option<&'static str>,
    /// What must hold.
    pub name: &'static str,
    /// Whether it does.
    pub ok: bool,
    /// How many things break it.
    pub problem_count: usize,
    /// The first of them.
    pub problems: Vec<String>,
}

impl Check {
    fn new(rule: Option<&'static str>, name: &'static str, mut problems: Vec<String>) -> Self {
        let problem_count = problems.len();
        problems.truncate(MOST_TOLD);
        Self { rule, name, ok: problem_count == 0, problem_count, problems }
    }

    /// Whether the file itself is at fault, so that no rule can be trusted to hold.
    pub const fn is_of_the_file(&self) -> bool {
        self.rule.is_none()
    }
}

/// Checks the database of this run.
///
/// # Errors
/// `unusable` if it cannot be read at all, or is of another version.
pub fn check(app: &App<'_>) -> Result<Report> {
    let conn = app.open(OpenMode::Check)?;
    conn.begin_read()?;
    let checks = all(&conn)?;
    let problem_count = checks.iter().map(|check| check.problem_count).sum();
    Ok(Report { ok: problem_count == 0, path: app.database.to_string(), problem_count, checks })
}

/// Every check of an open database; those of the rules only if the file itself is whole. The log is followed meanwhile by
/// another thread, where it can.
///
/// # Errors
/// `unusable` if it cannot be read.
pub fn all(conn: &Conn) -> Result<Vec<Check>> {
    let twin = store::log::Ends::of(conn).ok().map(|ends| store::log::Twin::of(conn, ends));
    thread::scope(|scope| {
        let log = scope.spawn(move || twin?.open().map(|beside| chain(&beside)));
        let mut checks = of_the_file(conn)?;
        if checks.iter().all(|check| check.ok) {
            checks.extend(of_the_rules(conn)?);
            let log = log.join().ok().flatten().unwrap_or_else(|| chain(conn));
            checks.push(Check::new(Some("LOG-3"), "the chain of the log is intact", found(log)?));
            checks.sort_by_key(|check| check.rule);
        }
        Ok(checks)
    })
}

/// Every check of the rules but of the log.
pub fn of_the_rules(conn: &Conn) -> Result<Vec<Check>> {
    let mut checks = Vec::new();
    for invariant in INVARIANTS {
        checks.push(Check::new(Some(invariant.rule), invariant.name, found(rows::broken(conn, invariant))?));
    }
    checks.extend(of_the_domain(conn)?);
    Ok(checks)
}

fn of_the_file(conn: &Conn) -> Result<Vec<Check>> {
    let mut checks = Vec::new();
    if conn.server().is_none() {
        checks.push(Check::new(None, "the engine finds the file whole", found(rows::integrity(conn))?));
        checks.push(Check::new(None, "what is named is there", found(store::migrate::foreign_keys(conn))?));
    }
    checks.extend([
        Check::new(None, "the schema is that of this version", found(rows::schema(conn))?),
        Check::new(None, "the settings can be read", found(settings(conn))?),
    ]);
    Ok(checks)
}

/// A value that cannot be read is a problem of the check that meets it, and no reason to stop.
fn found(problems: Result<Vec<String>>) -> Result<Vec<String>> {
    match problems {
        Err(error) if error.code == "damaged" => {
            let cause = error.source.as_ref().map(|source| format!(" ({source})")).unwrap_or_default();
            Ok(vec![format!("{}{cause}", error.message)])
        }
        other => other,
    }
}

/// What is for the domain to say.
fn of_the_domain(conn: &Conn) -> Result<Vec<Check>> {
    let check = |rule, name, problems: Result<Vec<String>>| {
        found(problems).map(|problems| Check::new(Some(rule), name, problems))
    };
    Ok(vec![
        check("SUB-3", "the primary contact is a manager, and an admin is left", subscription(conn))?,
        check("UNIT-2", "each unit with users has its primary contact", units(conn))?,
        check("UNIT-4", "addresses stay within the licence", licence(conn))?,
        check("USER-1", "names are compared as they are written", names(conn))?,
        check("ROLE-4", "permissions are held by roles that can", permissions(conn))?,
        check("AG-1", "ranges are found by the addresses in them", ranges(conn))?,
        check("AG-6", "asset groups are owned by roles that can", group_owners(conn))?,
        check("CONF-1", "configurations are owned by roles that can", configs(conn))?,
        check("TAG-2", "marks by rule are those of the rules", tags(conn))?,
        check("FIM-15", "filters can be read", filters(conn))?,
    ])
}

fn settings(conn: &Conn) -> Result<Vec<String>> {
    let stored = rows::settings(conn)?;
    let unreadable = |(key, value): &(String, String)| match key.parse::<Key>().and_then(|key| key.parse(value)) {
        Ok(_) => None,
        Err(error) => Some(format!("{key}: {}", error.message)),
    };
    Ok(stored.iter().filter_map(unreadable).collect())
}

fn subscription(conn: &Conn) -> Result<Vec<String>> {
    Ok(invariant::check_seats(conn).err().map(|error| error.message.clone()).into_iter().collect())
}

fn units(conn: &Conn) -> Result<Vec<String>> {
    let mut broken = Vec::new();
    for unit in store::naming::those(conn, ObjectKind::Bu, "1 = 1", [])? {
        if store::unit::breaks_contact_rule(conn, unit.id)? {
            broken.push(unit.name);
        }
    }
    Ok(broken)
}

fn licence(conn: &Conn) -> Result<Vec<String>> {
    let settings = store::setting::all(conn)?;
    Ok(invariant::check_licence(conn, &settings).err().map(|error| error.message.clone()).into_iter().collect())
}

fn names(conn: &Conn) -> Result<Vec<String>> {
    let mut broken = Vec::new();
    for kind in ObjectKind::ALL {
        rows::names(conn, *kind, |name, key| {
            if text::key(name) != key {
                broken.push(format!("{kind}:{name}"));
            }
            Ok(())
        })?;
    }
    Ok(broken)
}

fn permissions(conn: &Conn) -> Result<Vec<String>> {
    let mut broken = Vec::new();
    rows::permissions(conn, |login, role, permission| {
        if !permission.fits(role) {
            broken.push(format!("{login} ({role}): {permission}"));
        }
        Ok(())
    })?;
    Ok(broken)
}

fn ranges(conn: &Conn) -> Result<Vec<String>> {
    let mut broken = Vec::new();
    rows::ranges(conn, |group, range, block| {
        if range.block().to_bytes() != block {
            broken.push(format!("{group}: {range}"));
        }
        Ok(())
    })?;
    Ok(broken)
}

fn group_owners(conn: &Conn) -> Result<Vec<String>> {
    let mut broken = Vec::new();
    rows::group_owners(conn, |group, role| {
        if !role.owns_asset_groups() {
            broken.push(format!("{group}: {role}"));
        }
        Ok(())
    })?;
    Ok(broken)
}

fn configs(conn: &Conn) -> Result<Vec<String>> {
    let mut broken = Vec::new();
    rows::configs(conn, |(kind, name), role, global| {
        if !kind.fits(role) || (global && !kind.can_be_global(role)) {
            broken.push(format!("{kind} {name}: {role}"));
        }
        Ok(())
    })?;
    Ok(broken)
}

fn tags(conn: &Conn) -> Result<Vec<String>> {
    let mut broken = Vec::new();
    for tag in store::naming::those(conn, ObjectKind::Tag, "1 = 1", [])? {
        let rule = store::tag::find(conn, tag.id)?.rule;
        match rule.map(|rule| rule.parse::<Rule>()).transpose() {
            Err(error) => broken.push(format!("{}: {}", tag.name, error.message)),
            Ok(rule) => {
                let difference = store::tag::differences(conn, tag.id, rule.as_ref(), None)?;
                let count = difference.missing.len() + difference.wrong.len();
                if count > 0 {
                    broken.push(format!("{}: {} differ", tag.name, counted(count, "asset")));
                }
            }
        }
    }
    Ok(broken)
}

fn filters(conn: &Conn) -> Result<Vec<String>> {
    let mut broken = Vec::new();
    rows::filters(conn, |place, filter| {
        if let Err(error) = filter.parse::<EventFilter>() {
            broken.push(format!("{place}: {}", error.message));
        }
        Ok(())
    })?;
    Ok(broken)
}

fn chain(conn: &Conn) -> Result<Vec<String>> {
    let found = log_verification::verify(conn, None)?;
    let at = found.broken_at.map(|entry| format!("entry {entry}: ")).unwrap_or_default();
    Ok(found.problem.map(|problem| at + &problem).into_iter().collect())
}
