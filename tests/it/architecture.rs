//! Guards: imports point one way, SQL stands in the store, `mod.rs` files only list.

use std::fs;
use std::path::{Path, PathBuf};

const SRC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src");

pub fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
    found
}

fn layer(name: &str) -> Vec<(PathBuf, String)> {
    sources(&Path::new(SRC).join(name))
}

#[test]
fn imports_point_one_way() {
    let forbidden: [(&str, &[&str]); 3] = [
        ("domain", &["crate::store", "crate::service", "crate::cli", "rusqlite", "std::fs", "std::env", "std::io"]),
        ("store", &["crate::service", "crate::cli"]),
        ("service", &["crate::cli", "rusqlite", "std::env", "std::io"]),
    ];
    for (name, words) in forbidden {
        for (path, text) in layer(name) {
            for word in words {
                assert!(!text.contains(word), "{} speaks of {word}", path.display());
            }
        }
    }
    for (path, text) in layer("cli") {
        assert!(!text.contains("rusqlite"), "{} speaks of rusqlite", path.display());
    }
}

#[test]
fn sql_stands_in_the_store() {
    for (path, text) in ["domain", "service", "cli"].into_iter().flat_map(layer) {
        for word in ["SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM", "PRAGMA"] {
            assert!(!text.contains(word), "{} contains SQL: {word}", path.display());
        }
    }
}

/// Whether a function of the store writes what gives somebody rights: the guard at the door judges what is noted (ROLE-10).
fn gives_rights(body: &str) -> bool {
    let inserts =
        ["users (", "user_permissions", "user_group_members", "user_groups", "project_users", "project_groups"];
    let into_any = body.contains("INSERT INTO {table} ({column}, project_id");
    let updates = body.split("UPDATE ").skip(1).any(|update| {
        let set = update.split(" WHERE ").next().unwrap_or_default();
        // Whoever signs in was pending before.
        let is_sign_in = update.contains("status = 'active' WHERE id = ?1 AND status = 'pending'");
        let rights = ["role =", "level =", "status ="];
        let of_rights = ["users SET", "user_groups SET", "project_users SET", "project_groups SET"];
        !is_sign_in && of_rights.iter().any(|table| set.starts_with(table)) && rights.iter().any(|c| set.contains(c))
    });
    into_any || updates || inserts.iter().any(|table| body.contains(&format!("INSERT INTO {table}")))
}

#[test]
fn whatever_gives_rights_is_noted_where_it_is_written() {
    let mut noted = Vec::new();
    for (path, text) in layer("store") {
        let maps_rights = ["in \"users\"", "in \"user_groups\""].iter().any(|table| text.contains(table));
        let by_mapping = |body: &str| maps_rights && (body.contains("insert_row(") || body.contains("update_row("));
        let bodies = text.split("\npub fn ").flat_map(|part| part.split("\nfn "));
        for body in bodies.filter(|body| gives_rights(body) || by_mapping(body)) {
            let name = body.split('(').next().unwrap_or_default();
            assert!(body.contains("note(") || body.contains("note_standing("), "{}: `{name}`", path.display());
            noted.push(name.to_owned());
        }
    }
    noted.sort();
    assert_eq!(
        noted,
        ["add_member", "assign", "insert", "insert", "set_failures", "set_permissions", "update", "update"],
        "each a statement that the guard knows of"
    );
}

/// What one works on in monitoring follows from scopes and tags; work in projects decides about nobody.
fn elsewhere(path: &Path) -> bool {
    let path = path.display().to_string();
    ["/fim/", "/project_work/", "/register/"].iter().any(|folder| path.contains(folder))
}

/// Functions that write to such a table what decides about nobody's access.
const DECIDES_NOTHING: &[&str] = &[
    // A name or an address that stands aside for a moment, until it is what it was.
    "make_room",
    // A sign-in or a lock, a forced change of the password, what a mail goes by.
    "signed_in",
    "set_must_change_password",
    // Another name is the same thing.
    "rename",
    // Parts of what notes it.
    "insert_ranges",
    "set_attributes",
    // New: nobody has it yet. A group or a project gives something once somebody is in it.
    // Who is deleted is no effect; what it had goes to others by what is noted itself.
    "user.rs delete",
    // What an asset is called; its tags are noted by themselves.
    "asset.rs update",
    "domain_name.rs insert",
    "group.rs insert",
    "project.rs insert",
];

/// Tables whose rows decide about who may do what where.
const DECIDING: &[&str] = &[
    "users",
    "user_permissions",
    "user_group_members",
    "user_groups",
    "project_users",
    "project_groups",
    "projects",
    "asset_groups",
    "asset_group_ranges",
    "asset_group_domains",
    "asset_group_appliances",
    "asset_group_units",
    "asset_group_users",
    "tag_scopes",
    "tags",
    "asset_tags",
    "assets",
    "domains",
    "appliances",
    "settings",
    "{table}",
];

#[test]
fn whatever_decides_about_access_is_noted_where_it_is_written() {
    let mut count = 0;
    for (path, text) in layer("store").into_iter().filter(|(path, _)| !elsewhere(path)) {
        let maps = DECIDING.iter().any(|table| text.contains(&format!(" in \"{table}\" from")));
        let writes = |body: &str| {
            let by_sql = ["INSERT INTO ", "DELETE FROM ", "UPDATE "].iter().any(|verb| {
                DECIDING.iter().any(|table| {
                    body.split(&format!("{verb}{table}"))
                        .skip(1)
                        .any(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
                })
            });
            by_sql || maps && (body.contains("insert_row(") || body.contains("update_row("))
        };
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for body in code.split("\npub fn ").flat_map(|part| part.split("\nfn ")).skip(1).filter(|body| writes(body)) {
            let name = body.split(['(', '<']).next().unwrap_or_default();
            let file = path.file_name().unwrap().to_string_lossy();
            let is_exempt =
                DECIDES_NOTHING.contains(&name) || DECIDES_NOTHING.contains(&format!("{file} {name}").as_str());
            let is_noted = body.contains("touch(") || body.contains("made(");
            assert_ne!(is_noted, is_exempt, "{}: `{name}`", path.display());
            count += 1;
        }
    }
    assert!(count > 35, "only {count} functions");
}

/// Statements on the tables that say who administers, which leave that as it is.
const UNSEATS_NOBODY: &[&str] = &[
    "user.rs insert",
    "user.rs set_unit",
    "user.rs set_all_assigned",
    "user.rs signed_in",
    "user.rs set_must_change_password",
    "asset.rs insert",
    "asset.rs delete",
    "subscription.rs rename",
    "group.rs insert",
    "group.rs add_member",
];

#[test]
fn whatever_could_leave_no_administrator_is_noted_where_it_is_written() {
    let tables = ["users", "user_groups", "user_group_members", "subscriptions"];
    let mut count = 0;
    for (path, text) in layer("store") {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let maps = tables.iter().any(|table| code.contains(&format!(" in \"{table}\" from")));
        for body in code.split("\npub fn ").flat_map(|part| part.split("\nfn ")).skip(1) {
            let by_sql = tables.iter().any(|table| {
                ["DELETE FROM", "UPDATE", "INSERT INTO"].iter().any(|verb| body.contains(&format!("{verb} {table} ")))
            });
            if !by_sql && !(maps && (body.contains("update_row(") || body.contains("insert_row("))) {
                continue;
            }
            let name = body.split(['(', '<']).next().unwrap_or_default();
            let file = path.file_name().unwrap().to_string_lossy();
            let is_exempt = UNSEATS_NOBODY.contains(&format!("{file} {name}").as_str());
            assert_ne!(body.contains("may_unseat()"), is_exempt, "{}: `{name}` (SUB-3)", path.display());
            count += 1;
        }
    }
    assert!(count > 12, "only {count} functions");
}

#[test]
fn one_file_knows_the_driver_of_an_engine() {
    for (path, text) in sources(Path::new(SRC)) {
        let knows = text.contains("rusqlite");
        assert_eq!(knows, path.ends_with("store/engine/lite.rs"), "{}", path.display());
        let knows = text.contains("use tokio_postgres::");
        let drivers =
            ["asked.rs", "connecting.rs", "kept.rs", "line.rs", "shared.rs", "wire.rs", "wire_value.rs", "fault.rs"];
        let may = drivers.iter().any(|file| path.ends_with(format!("store/engine/{file}")));
        assert_eq!(knows, may, "{}", path.display());
    }
}

#[test]
fn columns_are_not_counted_past_two() {
    let position = regex::Regex::new(r"row\.get(::<[^>]*>)?\(([2-9]|\d\d+)\)").unwrap();
    for (path, text) in layer("store") {
        let found = position.find(&text).map(|found| found.as_str());
        assert_eq!(found, None, "{}", path.display());
    }
}

#[test]
fn sql_keeps_to_what_two_engines_speak() {
    for (path, text) in layer("store") {
        // The engine's own way to tell the id of a new row; no SQL.
        let text = text.replace("last_insert_rowid", "");
        for word in ["INSERT OR REPLACE", "rowid", "datetime('now')", "NOCASE", "json_group", " IS ?"] {
            assert!(!text.contains(word), "{} contains {word}", path.display());
        }
    }
}

#[test]
fn module_files_list_and_hold_no_logic() {
    for (path, text) in sources(Path::new(SRC)) {
        if path.ends_with("mod.rs") {
            assert!(!text.contains("fn "), "{} holds logic", path.display());
        }
    }
}

#[test]
fn files_stay_short() {
    for (path, text) in sources(Path::new(SRC)) {
        let code = text.split("#[cfg(test)]").next().unwrap().lines().count();
        assert!(code <= 420, "{} has {code} lines without its tests", path.display());
    }
}

#[test]
fn tests_stay_short() {
    for (path, text) in sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests"))) {
        for test in text.split("#[test]\n").skip(1) {
            let lines = test.split("\n}\n").next().unwrap().lines().count();
            let name = test.split('(').next().unwrap_or_default();
            assert!(lines <= 100, "{} has {lines} lines in `{name}`", path.display());
        }
    }
}

#[test]
fn nothing_is_left_to_do() {
    for (path, text) in sources(Path::new(SRC)) {
        for word in ["todo!", "unimplemented!", "TODO", "FIXME", "XXX"] {
            assert!(!text.contains(word), "{} contains {word}", path.display());
        }
    }
}

#[test]
fn rule_ids_in_the_code_are_explained_in_the_documents() {
    let rules = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rules.md")).unwrap();
    for (path, text) in sources(Path::new(SRC)) {
        for id in text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').filter(|word| is_rule(word)) {
            assert!(
                rules.contains(&format!("**{id}**")),
                "{} cites {id}, which docs/rules.md does not explain",
                path.display()
            );
        }
    }
}

fn is_rule(word: &str) -> bool {
    const KINDS: &[&str] = &[
        "SUB", "USER", "ROLE", "UNIT", "ASSET", "AG", "CONF", "SCHED", "SCAN", "TICK", "POL", "AUTH", "MOVE", "DEL",
        "GRP", "PRJ", "TAG", "SCOPE", "FIM", "PASS", "SESS", "CONT", "MAIL", "ACCT", "LOG", "ACC",
    ];
    word.split_once('-').is_some_and(|(kind, number)| KINDS.contains(&kind) && number.parse::<u8>().is_ok())
}
