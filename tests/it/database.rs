//! The file as a whole: looked at, checked, backed up, restored, migrated.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use serde_json::{Value, json};

use crate::sandbox::{MARA, PASSWORD, Sandbox, Script};

/// The sample organisation and a backup of it, `b.db`.
fn backed_up() -> Sandbox {
    let sandbox = Sandbox::acme_in_a_file();
    backup(&sandbox, "b.db");
    sandbox
}

fn backup(sandbox: &Sandbox, name: &str) -> Value {
    sandbox.run(&["db", "backup", sandbox.path(name).to_str().unwrap(), "--json"]).json()
}

fn restore(sandbox: &Sandbox, name: &str) -> crate::sandbox::Outcome {
    sandbox.run(&["db", "restore", sandbox.path(name).to_str().unwrap(), "--yes", "--json"])
}

/// Runs SQL on a file behind the program's back.
fn tamper(sandbox: &Sandbox, name: &str, sql: &str) {
    rusqlite::Connection::open(sandbox.path(name)).unwrap().execute_batch(sql).unwrap();
}

/// The rules that a check finds broken.
fn broken(sandbox: &Sandbox) -> Vec<String> {
    let outcome = sandbox.sh("db check --json");
    assert!(outcome.code <= 1, "{}", outcome.stderr);
    let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(report["ok"], outcome.code == 0);
    let broken = report["checks"].as_array().unwrap().iter().filter(|check| check["ok"] == false);
    broken.map(|check| check["rule"].as_str().unwrap_or_else(|| check["name"].as_str().unwrap()).to_owned()).collect()
}

#[test]
fn info_says_what_is_in_the_file_without_a_session() {
    let sandbox = backed_up();
    sandbox.vars.borrow_mut().insert("PROVOST_TOKEN".to_owned(), "none".to_owned());
    let info = sandbox.json("db info");
    assert_eq!(info["subscription"], "Acme Scanning");
    assert_eq!((&info["schema"], &info["needs_migration"]), (&info["needed_schema"], &json!(false)));
    assert_eq!(info["journal_mode"], "wal");
    assert!(info["user_count"].as_i64().unwrap() > 40 && info["size_bytes"].as_i64().unwrap() > 100_000);
    assert_eq!(info["safety_copies"], json!([]));
    sandbox.sh("db info -n --json").refused(2, "", "no dry run");
}

#[test]
fn a_backup_equals_the_database_and_only_its_owner_reads_it() {
    let sandbox = Sandbox::acme_in_a_file();
    let before = sandbox.dump();
    fs::create_dir(sandbox.path("backups")).unwrap();
    let report = backup(&sandbox, "backups/b.db");
    let file = sandbox.path("backups/b.db");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::metadata(&file).unwrap().len(), report["size_bytes"].as_u64().unwrap());
    assert_eq!(sandbox.dump_of(&file, |_| true), before);
    let entry = &sandbox.json("log list --limit 1")[0];
    assert_eq!((&entry["action"], &entry["user"]), (&json!("db.backup"), &Value::Null));
    assert!(entry["details"].as_str().unwrap().ends_with("as the operating-system user `tester`"));
    let head = report["log_head"].as_str().unwrap();
    assert_eq!(sandbox.json(&format!("log verify --head {head}"))["intact"], true);
    let names: Vec<_> =
        fs::read_dir(sandbox.path("backups")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["b.db"], "nothing else is left beside it");
    sandbox.run(&["db", "backup", file.to_str().unwrap(), "--json"]).refused(4, "LOG-4", "exists already");
    assert_eq!(sandbox.dump_of(&file, |_| true), before);
}

#[test]
fn a_copy_is_a_database_in_which_everybody_is_signed_in() {
    let sandbox = Sandbox::acme_in_a_file();
    let (before, to) = (sandbox.dump(), sandbox.path("copy.db").to_str().unwrap().to_owned());
    let report = sandbox.run(&["db", "copy", "--to", &to, "--json"]).json();
    assert_eq!((&report["action"], &report["status"], &report["to"]), (&json!("db.copy"), &json!("done"), &json!(to)));
    assert_eq!(sandbox.dump_of(&sandbox.path("copy.db"), |_| true), before);
    let entry = &sandbox.json("log list --limit 1")[0];
    assert_eq!(
        (&entry["action"], &entry["id"], &entry["user"]),
        (&json!("db.copy"), &report["operation"], &Value::Null)
    );
    sandbox.run(&["db", "copy", "--to", &to, "--json"]).refused(4, "LOG-4", "exists already");
    sandbox.run(&["db", "copy", "--to", "mysql://x/y", "--json"]).refused(2, "", "no address of a database");
    sandbox.run(&["db", "copy", "--to", &to, "-n", "--json"]).refused(2, "", "no dry run");
    sandbox.vars.borrow_mut().insert("PROVOST_DB".to_owned(), to);
    assert_eq!(sandbox.json("whoami")["login"], MARA);
    let head = report["log_head"].as_str().unwrap();
    assert_eq!(sandbox.json(&format!("log verify --head {head}"))["intact"], true);
    assert_eq!(sandbox.json("db organisations")[0]["subscription"], "Acme Scanning");
}

#[test]
fn a_backup_that_is_copied_into_place_is_a_database_like_any() {
    let sandbox = backed_up();
    let copy = sandbox.path("b.db");
    sandbox.vars.borrow_mut().insert("PROVOST_DB".to_owned(), copy.to_str().unwrap().to_owned());
    sandbox.sh("bu add Nord").ok();
    assert_eq!(sandbox.json("db info")["journal_mode"], "wal");
}

#[test]
fn a_restore_brings_the_snapshot_back_and_says_who_comes_with_it() {
    let sandbox = Sandbox::acme_in_a_file();
    sandbox.sh("user token add ci.robot@acme.example --name nightly").ok();
    sandbox.sh("user invite igor.baran@acme.example --no-mail").ok();
    sandbox.sh("user password yuki.tanaka@acme.example").ok();
    backup(&sandbox, "b.db");
    let kept = |table: &str| {
        !matches!(table, "sessions" | "links" | "mails" | "sqlite_sequence") && !table.starts_with("log_")
    };
    let before = sandbox.dump_tables(kept);
    sandbox.sh("user token revoke ci.robot@acme.example nightly").ok();
    sandbox.sh("user delete joe.park@acme.example --configs delete --results delete --yes").ok();
    sandbox.sh("user deactivate ana.silva@acme.example --yes").ok();
    sandbox.sh("user add new.face@acme.example --no-mail").ok();
    let replaced = sandbox.json("log verify")["head"].clone();

    let report = restore(&sandbox, "b.db").json();
    assert_eq!((&report["action"], &report["status"]), (&json!("db.restore"), &json!("done")));
    assert_eq!(report["users_back"], json!(["ana.silva@acme.example", "joe.park@acme.example"]));
    assert_eq!(report["users_gone"], json!(["new.face@acme.example"]));
    assert_eq!(report["tokens_back"], json!([{"login": "ci.robot@acme.example", "name": "nightly"}]));
    assert_eq!(report["replaced_log_head"], replaced);
    assert!(report["sessions_ended"].as_i64().unwrap() >= 1);
    assert_eq!(report["links_ended"], 2, "one link, and one mail that would have made another");
    sandbox.sh("whoami --json").refused(6, "SESS-1", "your session has ended");
    assert_eq!(sandbox.dump_tables(kept), before);
    assert_eq!(broken(&sandbox), [""; 0]);

    sandbox.act_as("mara.lindholm@acme.example");
    let entry = &sandbox.json("log list --limit 1")[0];
    assert_eq!((&entry["action"], &entry["user"]), (&json!("db.restore"), &Value::Null));
    assert_eq!(entry["changes"][0]["old"], replaced, "the head that is gone stays known");
    assert_eq!(sandbox.json("log verify")["intact"], true);
    assert_eq!(sandbox.json("outbox list --filter state=queued --filter kind=password-reset"), json!([]));

    let copy = report["safety_copy"].as_str().unwrap();
    assert_eq!(sandbox.json("db info")["safety_copies"], json!([copy]));
    sandbox.run(&["db", "restore", copy, "--yes"]).ok();
    sandbox.act_as("mara.lindholm@acme.example");
    sandbox.sh("user show new.face@acme.example").ok();
    sandbox.sh("user show joe.park@acme.example --json").refused(3, "ROLE-8", "no user");
}

#[test]
fn a_link_of_the_backup_is_dead_and_says_why() {
    let sandbox = Sandbox::acme_in_a_file();
    let token = sandbox.sh("user invite igor.baran@acme.example --no-mail").ok();
    backup(&sandbox, "b.db");
    restore(&sandbox, "b.db").ok();
    let input = format!("{}\n{PASSWORD}x\n", token.trim());
    sandbox.feed(&input, &["redeem", "--password-stdin", "--json"]).refused(6, "PASS-6", "restored from a backup");
}

#[test]
fn a_restore_asks_on_a_terminal_and_tells_what_it_would_do() {
    let sandbox = backed_up();
    sandbox.sh("user delete joe.park@acme.example --configs delete --results delete --yes").ok();
    let path = sandbox.path("b.db");
    let args = ["db", "restore", path.to_str().unwrap()];
    let before = sandbox.dump();
    let outcome = sandbox.ask(&Script::new(&["n"]), &args);
    assert_eq!(outcome.code, 130);
    assert!(outcome.stderr.contains("users who come back: joe.park@acme.example"), "{}", outcome.stderr);
    sandbox.run(&[args[0], args[1], args[2], "--json"]).refused(2, "", "needs a confirmation");
    assert_eq!(sandbox.dump(), before);
    assert!(!sandbox.path("acme.db.copies").exists());
    assert_eq!(sandbox.ask(&Script::new(&["y"]), &args).code, 0);
}

/// Where ids were given out again since, users are told apart by more than their id.
#[test]
fn who_comes_back_is_told_though_histories_part() {
    let sandbox = backed_up();
    sandbox.sh("user add xavier@acme.example --no-mail").ok();
    sandbox.advance(5);
    backup(&sandbox, "with-xavier.db");
    restore(&sandbox, "b.db").json();
    sandbox.act_as(MARA).sh("user add yolanda@acme.example --no-mail").ok();
    let report = restore(&sandbox, "with-xavier.db").json();
    assert_eq!(report["users_back"], json!(["xavier@acme.example"]));
    assert_eq!(report["users_gone"], json!(["yolanda@acme.example"]));
}

#[test]
fn an_older_database_is_compared_before_it_is_replaced() {
    let sandbox = backed_up();
    fs::copy("tests/fixtures/schema-4.db", sandbox.path("old.db")).unwrap();
    fs::set_permissions(sandbox.path("old.db"), fs::Permissions::from_mode(0o600)).unwrap();
    let old = sandbox.path("old.db");
    let db = format!("--db={}", old.display());
    sandbox.run(&["db", "backup", sandbox.path("of-old.db").to_str().unwrap(), &db]);
    tamper(&sandbox, "old.db", "UPDATE users SET status = 'inactive' WHERE login = 'ana.silva@acme.example'");
    let again = sandbox.path("of-old.db");
    let report = sandbox.run(&["db", "restore", again.to_str().unwrap(), &db, "--yes", "--json"]).json();
    assert_eq!(report["users_back"], json!(["ana.silva@acme.example"]));
    assert!(report["replaced_log_head"].is_string());
}

#[test]
fn names_of_sqlites_own_files_are_refused() {
    let sandbox = backed_up();
    let target = format!("{}-journal", sandbox.db().display());
    sandbox.run(&["db", "backup", &target, "--json"]).refused(4, "LOG-4", "belongs to SQLite's own files");
    assert!(!std::path::Path::new(&target).exists());
}

#[test]
fn a_dry_restore_tells_what_the_real_one_does_and_leaves_everything() {
    let sandbox = backed_up();
    sandbox.sh("user delete ann.keller@acme.example --results keep --configs delete --yes").ok();
    let before = sandbox.dump();
    let told = |flags: &[&str]| {
        let backup = sandbox.path("b.db");
        let mut args = vec!["db", "restore", backup.to_str().unwrap(), "--json"];
        args.extend(flags);
        sandbox.run(&args).json()
    };
    let dry = told(&["-n"]);
    assert_eq!(sandbox.dump(), before);
    let mut real = told(&["--yes"]);
    assert!(real["operation"].is_i64(), "{real}");
    (real["dry_run"], real["operation"]) = (true.into(), Value::Null);
    assert_eq!(dry, real);
    assert_eq!(dry["users_back"], json!(["ann.keller@acme.example"]));
}

#[test]
fn a_restore_into_a_new_place_makes_a_database() {
    let sandbox = backed_up();
    let new = sandbox.path("elsewhere/new.db");
    sandbox.vars.borrow_mut().insert("PROVOST_DB".to_owned(), new.to_str().unwrap().to_owned());
    let report = restore(&sandbox, "b.db").json();
    assert_eq!((&report["safety_copy"], &report["users_back"]), (&Value::Null, &json!([])));
    assert_eq!(fs::metadata(&new).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(broken(&sandbox), [""; 0]);
}

#[test]
fn what_must_not_be_restored_is_refused_and_nothing_changes() {
    let sandbox = backed_up();
    let other = Sandbox::acme_in_a_file();
    tamper(&other, "acme.db", "UPDATE subscriptions SET id = 'other'");
    backup(&other, "b.db");
    fs::copy(other.path("b.db"), sandbox.path("other.db")).unwrap();
    fs::copy(sandbox.path("b.db"), sandbox.path("headless.db")).unwrap();
    tamper(&sandbox, "headless.db", "UPDATE users SET api_only = 1 WHERE role = 'manager' OR level = 'admin'");
    fs::copy(sandbox.path("b.db"), sandbox.path("contactless.db")).unwrap();
    tamper(
        &sandbox,
        "contactless.db",
        "UPDATE users SET status = 'inactive' WHERE id = (SELECT primary_contact_id FROM subscriptions)",
    );
    fs::copy(sandbox.path("b.db"), sandbox.path("trigger.db")).unwrap();
    tamper(&sandbox, "trigger.db", "CREATE TRIGGER spy AFTER INSERT ON users BEGIN UPDATE users SET role = role; END");
    fs::write(sandbox.path("text.db"), "not a database, but long enough to be looked at as if it were one").unwrap();
    let before = sandbox.dump();
    restore(&sandbox, "other.db").refused(4, "SUB-1", "another subscription");
    restore(&sandbox, "headless.db").refused(4, "SUB-3", "nobody would be left with the level `admin`");
    restore(&sandbox, "contactless.db").refused(4, "SUB-3", "the primary contact");
    restore(&sandbox, "trigger.db").refused(9, "", "not ours: CREATE TRIGGER spy");
    restore(&sandbox, "text.db").refused(9, "", "no database");
    restore(&sandbox, "missing.db").refused(9, "", "there is no backup at");
    restore(&sandbox, "acme.db").refused(4, "LOG-4", "the database itself");
    assert_eq!(sandbox.dump(), before);
    let left = fs::read_dir(sandbox.folder.path()).unwrap().flatten();
    let left: Vec<_> =
        left.map(|entry| entry.file_name()).filter(|name| name.to_str().unwrap().contains("provost-")).collect();
    assert_eq!(left, [""; 0], "no half-made file is left");
}

#[test]
fn a_restore_waits_for_no_writer_that_does_not_end() {
    let sandbox = backed_up();
    let before = sandbox.dump();
    let conn = sandbox.open();
    let tx = conn.begin_write().unwrap();
    let path = sandbox.path("b.db");
    sandbox.run(&["db", "restore", path.to_str().unwrap(), "--yes", "--wait", "0", "--json"]).refused(8, "", "writing");
    drop(tx);
    drop(conn);
    assert_eq!(sandbox.dump(), before);
}

#[test]
fn a_damaged_database_is_set_aside_and_its_place_taken() {
    let whole = fs::read(backed_up().db()).unwrap();
    let page = |number: usize| {
        let mut bytes = whole.clone();
        bytes[number * 4096..][..64].fill(0xff);
        bytes
    };
    let mut damaged = vec![Vec::new(), whole[..whole.len() / 2].to_vec()];
    damaged.extend((8..whole.len() / 4096).step_by(17).map(page));
    for bytes in damaged {
        let sandbox = backed_up();
        fs::write(sandbox.db(), &bytes).unwrap();
        let report = restore(&sandbox, "b.db").json();
        assert_eq!(broken(&sandbox), [""; 0]);
        let copy = fs::read(report["safety_copy"].as_str().unwrap()).unwrap();
        assert!(bytes.len() > 100_000 || copy == bytes, "what was damaged is kept as it was");
    }
    let sandbox = backed_up();
    fs::write(sandbox.db(), "").unwrap();
    sandbox.sh("whoami --json").refused(9, "", "the file is empty");
    let sandbox = backed_up();
    fs::write(sandbox.db(), "Dear diary, today I was nearly taken for a database.").unwrap();
    let hints = restore(&sandbox, "b.db").refused(9, "", "no database");
    assert!(hints.iter().any(|hint| hint.contains("move it away")), "{hints:?}");
}

#[test]
fn as_many_safety_copies_are_kept_as_configured_and_where() {
    let sandbox = backed_up();
    let config = sandbox.path("home/.config/provost");
    fs::create_dir_all(&config).unwrap();
    let folder = sandbox.path("vault");
    let write = |keep: usize| {
        let text = format!("[safety_copies]\nfolder = {:?}\nkeep = {keep}\n", folder.to_str().unwrap());
        fs::write(config.join("config.toml"), text).unwrap();
    };
    write(2);
    let mut made = Vec::new();
    for _ in 0..4 {
        made.push(restore(&sandbox, "b.db").json()["safety_copy"].as_str().unwrap().to_owned());
        sandbox.advance(60);
    }
    let info = sandbox.json("db info");
    assert_eq!(info["safety_copies"], json!([made[3], made[2]]));
    assert!(made[3].starts_with(folder.to_str().unwrap()));
    let own = std::path::Path::new(&made[3]).parent().unwrap();
    fs::write(own.join("acme-mine.db"), "").unwrap();
    write(1);
    let newest = restore(&sandbox, "b.db").json();
    let same_second = restore(&sandbox, "b.db").json();
    assert_eq!(sandbox.json("db info")["safety_copies"], json!([same_second["safety_copy"]]));
    assert_ne!(newest["safety_copy"], same_second["safety_copy"]);
    fs::create_dir(own.join("acme-20200101T000000Z-before-restore.db")).unwrap();
    let done = restore(&sandbox, "b.db").json();
    assert_eq!(
        (&done["status"], &sandbox.json("db info")["safety_copies"]),
        (&json!("done"), &json!([done["safety_copy"]]))
    );
    write(0);
    assert_eq!(restore(&sandbox, "b.db").json()["safety_copy"], Value::Null);
    assert_eq!(fs::read_dir(own).unwrap().count(), 3, "what is no safety copy stays");
    fs::write(config.join("config.toml"), "[safety_copies]\nkep = 2\n").unwrap();
    sandbox.sh("db info --json").refused(7, "", "unknown field `kep`");
}

/// What no statement breaks, for the schema keeps it; a file whose schema is another is found by another check.
const UNBREAKABLE: [&str; 2] = ["one subscription", "tags form a tree"];

/// The names of the checks that came out so.
fn names(sandbox: &Sandbox, ok: bool) -> Vec<String> {
    let report: Value = serde_json::from_str(&sandbox.sh("db check --json").stdout).unwrap();
    let checks = report["checks"].as_array().unwrap().iter().filter(|check| check["ok"] == ok);
    checks.map(|check| check["name"].as_str().unwrap().to_owned()).collect()
}

/// What breaks a rule behind the program's back.
const BREAKS: &[(&str, &str)] = &[
    (
        "SUB-3",
        "UPDATE users SET status = 'inactive' WHERE id = (SELECT primary_contact_id FROM subscriptions); DELETE FROM sessions",
    ),
    ("SUB-4", "INSERT OR REPLACE INTO settings VALUES ('edition', 'lite')"),
    ("the settings can be read", "INSERT OR REPLACE INTO settings VALUES ('password.min_length', '3')"),
    ("the settings can be read", "INSERT OR REPLACE INTO settings VALUES ('colour', 'blue')"),
    ("USER-1", "UPDATE units SET name = 'Renamed' WHERE id = (SELECT min(id) FROM units)"),
    ("USER-2", "UPDATE users SET last_login_at = 5 WHERE id = (SELECT id FROM users WHERE status = 'pending' LIMIT 1)"),
    (
        "USER-3",
        "INSERT INTO sessions (token_hash, user_id, created_at, last_seen_at, address, client) SELECT x'00', id, 1, 1, 'local', 'x' FROM users WHERE role = 'contact' LIMIT 1",
    ),
    (
        "USER-6",
        "INSERT INTO sessions (token_hash, user_id, created_at, last_seen_at, address, client) SELECT x'00', id, 1, 1, 'local', 'x' FROM users WHERE status = 'inactive' AND role <> 'contact' LIMIT 1",
    ),
    ("ROLE-4", "INSERT INTO user_permissions SELECT id, 'add-assets' FROM users WHERE role = 'reader' LIMIT 1"),
    (
        "UNIT-2",
        "UPDATE units SET primary_contact_id = NULL WHERE id = (SELECT unit_id FROM users WHERE role = 'unit-manager' LIMIT 1)",
    ),
    ("UNIT-4", "INSERT OR REPLACE INTO settings VALUES ('addresses.licensed', '3')"),
    (
        "AG-1",
        "INSERT INTO asset_group_ranges SELECT id, x'0401000000', x'0401000009', x'1c0401000000' FROM asset_groups LIMIT 1; INSERT INTO asset_group_ranges SELECT id, x'0401000005', x'040100000b', x'1c0401000000' FROM asset_groups LIMIT 1",
    ),
    (
        "AG-3",
        "INSERT OR IGNORE INTO asset_group_users SELECT u.id, g.id FROM users u, asset_groups g WHERE u.role = 'reader' AND u.unit_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM asset_group_units l WHERE l.group_id = g.id AND l.unit_id = u.unit_id) LIMIT 1",
    ),
    ("AG-6", "UPDATE asset_groups SET owner_id = (SELECT id FROM users WHERE role = 'auditor' LIMIT 1) WHERE id = 1"),
    (
        "CONF-1",
        "UPDATE configs SET owner_id = (SELECT id FROM users WHERE role = 'reader' LIMIT 1) WHERE id = (SELECT min(id) FROM configs WHERE kind = 'scheduled-scan')",
    ),
    ("CONF-1", "UPDATE configs SET global = 1 WHERE id = (SELECT id FROM configs WHERE kind = 'search-list' LIMIT 1)"),
    (
        "CONF-1",
        "INSERT INTO config_targets SELECT c.id, g.id FROM configs c, asset_groups g WHERE c.kind IN ('option-profile', 'search-list') LIMIT 1",
    ),
    ("SCHED-1", "UPDATE configs SET next_launch_at = NULL WHERE active = 1"),
    ("SCAN-1", "INSERT INTO scans (kind, title, state, created_at) VALUES ('scan', 'x', 'finished', 1)"),
    ("TAG-1", "DELETE FROM tag_closure WHERE tag_id = (SELECT min(id) FROM tags)"),
    ("TAG-2", "UPDATE asset_tags SET by_rule = 1 WHERE tag_id IN (SELECT id FROM tags WHERE rule IS NULL)"),
    (
        "FIM-13",
        "INSERT INTO fim_incidents (id, title, approval, creator_id, creator, created_at) SELECT 1, 'x', 'pending', id, login, 1 FROM users LIMIT 1; INSERT INTO fim_incident_reviewers SELECT 1, creator_id FROM fim_incidents",
    ),
    (
        "FIM-15",
        "INSERT INTO fim_rules (name, name_key, filter, creator, created_at) VALUES ('x', 'x', 'path ~~ (', 'x', 1)",
    ),
    ("OP-2", "INSERT INTO history (table_id, key1, key2) VALUES (3, 1, '')"),
    ("OP-2", "UPDATE operations SET undone_by = 4711"),
    ("PASS-3", "INSERT INTO password_history SELECT id, 1, 'secret' FROM users LIMIT 1"),
    (
        "PASS-6",
        "INSERT INTO links (token_hash, user_id, kind, created_at, expires_at) SELECT randomblob(32), min(id), 'registration', 1, 2 FROM users; INSERT INTO links (token_hash, user_id, kind, created_at, expires_at) SELECT randomblob(32), min(id), 'registration', 1, 2 FROM users",
    ),
    ("PASS-7", "INSERT INTO secret_questions SELECT min(id), 1, 'first-pet', '$argon2id$x' FROM users"),
    (
        "SESS-2",
        "INSERT INTO api_tokens (token_hash, user_id, name, name_key, created_at, created_by) SELECT randomblob(32), min(id), 'x', 'x', 1, 'x' FROM users WHERE api_only = 0",
    ),
    ("UNIT-1", "UPDATE units SET user_count = user_count + 1 WHERE id = 1"),
    ("UNIT-4", "UPDATE subscriptions SET asset_count = asset_count + 1"),
    ("AG-1", "UPDATE asset_group_ranges SET block = zeroblob(length(block)) WHERE group_id = 1"),
    ("LOG-3", "UPDATE log_entries SET details = 'nothing' WHERE id = 3"),
    ("the schema is that of this version", "DROP INDEX users_unit"),
    ("what is named is there", "PRAGMA foreign_keys = OFF; INSERT INTO user_permissions VALUES (4711, 'add-assets')"),
    (
        "the engine finds the file whole",
        "PRAGMA writable_schema = ON; PRAGMA ignore_check_constraints = ON; UPDATE users SET status = 'bored' WHERE id = 2",
    ),
];

/// Each check finds what breaks its rule, and nothing else does.
#[test]
fn every_check_finds_what_breaks_its_rule() {
    let mut met = std::collections::BTreeSet::new();
    for (rule, sql) in BREAKS {
        let sandbox = Sandbox::acme_in_a_file();
        sandbox.sh("tags add marked").ok();
        sandbox.sh("asset tag 10.10.0.10 --tag marked").ok();
        sandbox.sh("user deactivate yuki.tanaka@acme.example --yes").ok();
        tamper(&sandbox, "acme.db", sql);
        let found = broken(&sandbox);
        assert!(found.iter().all(|one| one == rule) && !found.is_empty(), "{rule}: {sql}\n{found:?}");
        met.extend(names(&sandbox, false));
    }
    let all: std::collections::BTreeSet<String> = names(&Sandbox::acme_in_a_file(), true).into_iter().collect();
    let unmet: Vec<_> = all.difference(&met).collect();
    assert_eq!(unmet, UNBREAKABLE, "checks that no break has met");
}

#[test]
fn a_check_reads_well_and_cuts_long_lists() {
    let sandbox = Sandbox::acme_in_a_file();
    assert!(sandbox.sh("db check").ok().starts_with("the database is whole: "));
    tamper(&sandbox, "acme.db", "UPDATE assets SET name = 'a' || id, name_key = 'b'");
    let outcome = sandbox.sh("db check");
    assert_eq!(outcome.code, 1);
    assert!(outcome.stdout.contains("not so: names are compared as they are written (USER-1)"), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("and 206 more"), "{}", outcome.stdout);
}

/// A value that cannot be read is told by the check that meets it, and stops none of the others.
#[test]
fn a_value_that_cannot_be_read_is_told_by_its_check() {
    let sandbox = Sandbox::acme_in_a_file();
    tamper(
        &sandbox,
        "acme.db",
        "PRAGMA ignore_check_constraints = ON; UPDATE log_entries SET details = CAST(x'ff' AS TEXT) WHERE id = 3",
    );
    let check = sandbox.sh("db check");
    assert_eq!(check.code, 1, "{check:?}");
    assert!(check.stdout.contains("(LOG-3)"), "{}", check.stdout);
}

#[test]
fn what_only_looks_takes_fields() {
    let sandbox = Sandbox::acme_in_a_file();
    assert_eq!(
        sandbox.json("db info --fields schema,user_count"),
        json!({"schema": provost::store::migrate::current_version(), "user_count": 44})
    );
    assert_eq!(sandbox.json("db check --fields ok"), json!({"ok": true}));
}

/// What SQLite left beside a file that is gone is not taken for the new file's.
#[test]
fn what_is_left_over_from_another_database_is_refused() {
    let sandbox = backed_up();
    fs::write(sandbox.path("new.db-wal"), "left over").unwrap();
    let db = format!("--db={}", sandbox.path("new.db").display());
    let source = sandbox.path("b.db");
    let restore = ["db", "restore", source.to_str().unwrap(), &db, "--yes", "--json"];
    sandbox.run(&restore).refused(4, "LOG-4", "left over from a database");
    let target = sandbox.path("new.db");
    sandbox.run(&["db", "backup", target.to_str().unwrap(), "--json"]).refused(4, "LOG-4", "left over from a database");
    fs::remove_file(sandbox.path("new.db-wal")).unwrap();
    sandbox.run(&restore).json();
}
