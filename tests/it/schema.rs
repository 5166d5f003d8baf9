//! The schema and the matrix, pinned.

use std::fs;

use provost::store::migrate;

use crate::sandbox::Sandbox;

#[test]
fn the_schema_equals_the_pinned_one() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/store/schema/current.sql");
    let schema = migrate::dump(&Sandbox::acme().open()).unwrap();
    if provost::system::variable("UPDATE_PINNED").is_some() {
        fs::write(path, &schema).unwrap();
    }
    assert!(schema == fs::read_to_string(path).unwrap(), "run with UPDATE_PINNED=1 if the change is meant");
}

/// A database as the first version of the schema left it.
fn of_the_first_version(sandbox: &Sandbox) {
    let db = rusqlite::Connection::open(sandbox.db()).unwrap();
    db.execute_batch(include_str!("../../src/store/schema/0001_foundation.sql")).unwrap();
    db.execute_batch(
        "INSERT INTO users (login, role, level, status, created_at) VALUES ('me@x.example', 'manager', 'default', 'active', 1);
         INSERT INTO subscriptions VALUES (1, 'abc', 'Old', 1, 1);
         PRAGMA application_id = 1886547830; PRAGMA user_version = 1; PRAGMA journal_mode = wal",
    )
    .unwrap();
    drop(db);
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    fs::set_permissions(sandbox.db(), mode).unwrap();
}

#[test]
fn an_older_database_is_brought_up_to_date_in_one_step() {
    let sandbox = Sandbox::empty();
    of_the_first_version(&sandbox);
    let hints = sandbox.sh("whoami --json").refused(9, "", "older schema 1");
    assert_eq!(hints, ["bring it up to date: `provost db migrate`"]);
    sandbox.sh("db migrate -n --json").refused(2, "", "no dry run");
    let report = sandbox.json("db migrate");
    assert_eq!((&report["before"], &report["after"], &report["status"]), (&1.into(), &4.into(), &"done".into()));
    assert_eq!(sandbox.json("db migrate")["status"], "unchanged");
    let pinned = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/store/schema/current.sql")).unwrap();
    assert!(migrate::dump(&sandbox.open()).unwrap() == pinned, "the migrated schema differs from the pinned one");
    sandbox.act_as("me@x.example");
    assert_eq!(sandbox.json("whoami")["subscription"], "Old");
    assert_eq!(sandbox.json("log list")[0]["action"], "db.migrate");
    assert!(sandbox.json("log verify")["intact"].as_bool().unwrap());
}

#[test]
fn a_version_that_does_not_fit_the_tables_is_damage_and_is_left_alone() {
    let sandbox = Sandbox::acme();
    for version in [-1, 0, 1, 2, 3] {
        let db = rusqlite::Connection::open(sandbox.db()).unwrap();
        db.pragma_update(None, "user_version", version).unwrap();
        drop(db);
        sandbox.sh("db migrate --json").refused(9, "", "the database is damaged");
        sandbox.sh("whoami --json").refused(9, "", if version < 1 { "damaged" } else { "older schema" });
        let db = rusqlite::Connection::open(sandbox.db()).unwrap();
        assert_eq!(db.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0)).unwrap(), version);
    }
}

#[test]
fn every_table_is_strict_and_every_foreign_key_has_an_index() {
    let sandbox = Sandbox::acme();
    let db = rusqlite::Connection::open(sandbox.db()).unwrap();
    let mut tables = db
        .prepare("SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        .unwrap();
    let tables: Vec<(String, bool)> =
        tables.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
    assert!(tables.len() > 20);
    for (table, strict) in tables {
        assert!(strict, "{table} is not strict");
        let mut keys = db.prepare(&format!("SELECT \"from\" FROM pragma_foreign_key_list('{table}')")).unwrap();
        let keys: Vec<String> = keys.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        for column in keys {
            let indexed: bool = db
                .query_row(
                    &format!(
                        "SELECT EXISTS (SELECT 1 FROM pragma_index_list('{table}') l, pragma_index_info(l.name) i WHERE i.seqno = 0 AND i.name = '{column}')
                             OR EXISTS (SELECT 1 FROM pragma_table_info('{table}') WHERE name = '{column}' AND pk = 1)"
                    ),
                    [],
                    |row| row.get(0),
                )
                .unwrap();
            let single_row = table == "subscriptions";
            assert!(indexed || single_row, "{table}.{column} has no index");
        }
    }
}

#[test]
fn the_matrix_equals_the_pinned_one() {
    let matrix = Sandbox::acme().sh("role matrix -o csv").ok();
    insta::assert_snapshot!("matrix", matrix.replace('\r', ""));
}

/// Nothing in a single command may grow with the number of users.
#[test]
fn reach_is_looked_up_and_never_worked_out_for_everybody() {
    let sandbox = Sandbox::acme();
    let db = rusqlite::Connection::open(sandbox.db()).unwrap();
    for sql in [
        "SELECT 1 FROM group_reach WHERE user_id = 1 AND group_id = 1",
        "SELECT x.first FROM group_reach r JOIN asset_group_ranges x ON x.group_id = r.group_id WHERE r.user_id = 1",
        "SELECT o.id FROM configs o WHERE o.owner_id = 1 AND EXISTS (SELECT 1 FROM config_targets t WHERE t.config_id = o.id
            AND NOT EXISTS (SELECT 1 FROM group_reach r WHERE r.user_id = o.owner_id AND r.group_id = t.group_id))",
    ] {
        let mut plan = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let steps: Vec<String> = plan.query_map([], |row| row.get(3)).unwrap().map(Result::unwrap).collect();
        for step in &steps {
            assert!(!step.starts_with("SCAN u") && !step.starts_with("SCAN a") && !step.contains("MATERIALIZE"), "{sql}: {steps:#?}");
        }
    }
}
