//! The schema and the matrix, pinned.

use std::fs;
use std::path::Path;

use provost::store::engine::Named;
use provost::store::{catalogue, history, migrate, pinned};

use crate::sandbox::Sandbox;

#[test]
fn the_schema_equals_the_pinned_one() {
    let sandbox = Sandbox::acme();
    let conn = sandbox.open();
    let file = if conn.server().is_some() { "shared/current.txt" } else { "current.sql" };
    let path = format!("{}/src/store/schema/{file}", env!("CARGO_MANIFEST_DIR"));
    let schema = migrate::dump(&conn).unwrap();
    if provost::system::variable("UPDATE_PINNED").is_some() {
        fs::write(&path, &schema).unwrap();
    }
    assert!(schema == fs::read_to_string(path).unwrap(), "run with UPDATE_PINNED=1 if the change is meant");
}

#[test]
fn the_columns_of_every_table_are_read_from_the_pinned_schema() {
    let sandbox = Sandbox::acme();
    let conn = sandbox.open();
    for table in &history::tables::TABLES {
        let sorted = |mut columns: Vec<_>| {
            columns.sort_by(|one: &Named, other| one.name.cmp(&other.name));
            columns
        };
        assert_eq!(
            sorted(pinned::columns_of(table.name).unwrap()),
            sorted(catalogue::columns(&conn, table.name).unwrap()),
            "{}",
            table.name
        );
    }
}

#[test]
fn the_triggers_of_a_file_equal_the_pinned_ones() {
    let triggers = history::triggers::all(&Sandbox::acme_in_a_file().open()).unwrap();
    if provost::system::variable("UPDATE_PINNED").is_some() {
        fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/src/store/schema/history.sql"), &triggers).unwrap();
    }
    assert!(triggers == history::TRIGGERS, "run with UPDATE_PINNED=1 if the change is meant");
}

/// A database that the program wrote when its schema had that version, with users, a move, tokens, tags and monitoring
/// as far as there were any.
fn of_version(version: i64) -> Sandbox {
    let sandbox = Sandbox::in_a_file();
    let fixture = format!("{}/tests/fixtures/schema-{version}.db", env!("CARGO_MANIFEST_DIR"));
    fs::write(sandbox.db(), fs::read(fixture).unwrap()).unwrap();
    fs::set_permissions(sandbox.db(), std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    sandbox
}

/// Of two programs that find the same older database, one brings it up to date, and the other finds it done.
#[test]
fn two_that_migrate_at_once_do_it_once() {
    let sandbox = of_version(1);
    let start = || {
        let mut command = crate::terminal::command(&sandbox, &["db", "migrate", "--json", "--wait", "30"]);
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap()
    };
    let outcomes = [start(), start()].map(|child| child.wait_with_output().unwrap());
    let mut told: Vec<String> = outcomes
        .iter()
        .map(|output| {
            let report: serde_json::Value = serde_json::from_slice(&output.stdout)
                .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
            report["status"].as_str().unwrap().to_owned()
        })
        .collect();
    told.sort();
    assert_eq!(told, ["done", "unchanged"]);
    assert!(migrate::dump(&sandbox.open()).unwrap() == migrate::PINNED);
}

#[test]
fn every_older_database_is_brought_up_to_date_in_one_step() {
    let current = migrate::current_version();
    for version in 1..current {
        let sandbox = of_version(version);
        let was = sandbox.dump();
        let hints = sandbox.sh("whoami --json").refused(9, "", &format!("older schema {version}"));
        assert_eq!(hints, ["bring it up to date: `provost db migrate`"]);
        sandbox.sh("db check --json").refused(9, "", "older schema");
        assert_eq!(
            (&sandbox.json("db info")["needs_migration"], &sandbox.json("db info")["user_count"]),
            (&true.into(), &45.into())
        );
        let dry = sandbox.json("db migrate -n");
        assert_eq!(sandbox.dump(), was);
        let entries = sandbox.json("db info")["log_entry_count"].as_i64().unwrap();

        let report = sandbox.json("db migrate");
        assert_eq!(
            (&report["before"], &report["after"], &report["status"]),
            (&version.into(), &current.into(), &"done".into())
        );
        assert_eq!(
            (&dry["before"], &dry["after"], &dry["status"], &dry["safety_copy"]),
            (&report["before"], &report["after"], &report["status"], &report["safety_copy"])
        );
        let copy = Path::new(report["safety_copy"].as_str().unwrap()).to_owned();
        assert_eq!(sandbox.dump_of(&copy, |_| true), was, "the safety copy is the file as it was");
        assert_eq!(sandbox.json("db migrate")["status"], "unchanged");
        assert!(
            migrate::dump(&sandbox.open()).unwrap() == migrate::PINNED,
            "the migrated schema differs from the pinned one"
        );
        sandbox.sh("db check").ok();
        sandbox.act_as("mara.lindholm@acme.example");
        assert_eq!(sandbox.json("log list --limit 1")[0]["action"], "db.migrate");
        let log = sandbox.json("log verify");
        assert_eq!((&log["intact"], &log["entry_count"]), (&true.into(), &(entries + 1).into()));
        assert_eq!(sandbox.json("user list").as_array().unwrap().len(), 45);
        sandbox.sh("user show new.face@acme.example").ok();
    }
}

#[test]
fn older_tickets_are_compared_by_their_titles() {
    let sandbox = of_version(5);
    sandbox.sh("db migrate").ok();
    sandbox.act_as("mara.lindholm@acme.example");
    fs::write(sandbox.path("t.csv"), "address,title\n10.10.0.10,ÜBERFÄLLIG äö\n").unwrap();
    let report = sandbox.json(&format!("import tickets {}", sandbox.path("t.csv").display()));
    assert_eq!((&report["created_count"], &report["unchanged_count"]), (&0.into(), &1.into()));
}

#[test]
fn names_that_have_become_the_same_get_a_number() {
    let sandbox = of_version(7);
    let report = sandbox.json("db migrate");
    assert_eq!(
        report["notices"][0].as_str().unwrap().split(": ").next().unwrap(),
        "the group `Two  blanks` is called `Two  blanks 1` now"
    );
    sandbox.act_as("mara.lindholm@acme.example");
    sandbox.sh("group show 'TWO \u{a0} BLANKS 1'").ok();
    sandbox.sh("tags show 'wide gap'").ok();
}

#[test]
fn an_older_backup_is_brought_up_to_date_while_it_is_restored() {
    for version in 1..migrate::current_version() {
        let (old, sandbox) = (of_version(version), Sandbox::in_a_file());
        let backup = old.db();
        let report = sandbox.run(&["db", "restore", backup.to_str().unwrap(), "--yes", "--json"]).json();
        assert_eq!(report["backup_schema"], version);
        sandbox.sh("db check").ok();
        assert_eq!(old.json("db info")["schema"], version, "the backup stays as it is");
        // Over a database of an older version as well.
        let report = old.run(&["db", "restore", sandbox.db().to_str().unwrap(), "--yes", "--json"]).json();
        assert!(report["safety_copy"].is_string());
        old.sh("db check").ok();
    }
}

#[test]
fn a_migration_that_cannot_be_copied_or_fails_leaves_the_file_alone() {
    let sandbox = of_version(1);
    fs::write(sandbox.path("acme.db.copies"), "in the way").unwrap();
    let before = sandbox.dump();
    sandbox.sh("db migrate --json").refused(9, "", "cannot be used");
    assert_eq!(sandbox.dump(), before);
    fs::remove_file(sandbox.path("acme.db.copies")).unwrap();
    let db = rusqlite::Connection::open(sandbox.db()).unwrap();
    db.execute_batch("PRAGMA foreign_keys = OFF; INSERT INTO user_permissions VALUES (4711, 'add-assets')").unwrap();
    drop(db);
    let before = sandbox.dump();
    sandbox.sh("db migrate --json").refused(9, "", "the database is damaged");
    assert_eq!(sandbox.dump(), before);
}

#[test]
fn a_version_that_does_not_fit_the_tables_is_damage_and_is_left_alone() {
    let sandbox = Sandbox::acme_in_a_file();
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
    let sandbox = Sandbox::acme_in_a_file();
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

/// The engine makes a table for each row that is checked against a list of more than two words: for tables that are filled
/// by the hundred thousand, that is half of the time.
#[test]
fn no_row_of_an_import_makes_a_table_of_its_own() {
    let sandbox = Sandbox::acme_in_a_file();
    let db = rusqlite::Connection::open(sandbox.db()).unwrap();
    for table in ["users", "log_entries", "mails", "links", "tickets", "fim_events", "configs", "assets", "scans"] {
        let mut columns = db.prepare(&format!("SELECT name FROM pragma_table_info('{table}')")).unwrap();
        let columns: Vec<String> = columns.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        assert!(columns.len() > 4, "{table}");
        let values = vec!["NULL"; columns.len()].join(", ");
        let mut steps = db.prepare(&format!("EXPLAIN INSERT INTO {table} VALUES ({values})")).unwrap();
        let steps: Vec<String> = steps.query_map([], |row| row.get(1)).unwrap().map(Result::unwrap).collect();
        assert!(!steps.contains(&"OpenEphemeral".to_owned()), "{table}");
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
    let sandbox = Sandbox::acme_in_a_file();
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

/// What a server has of a table, told by the embedded engine's catalogue: columns, keys, and how many checks.
fn told_for_servers(db: &rusqlite::Connection, table: &str) -> Vec<String> {
    let all = |sql: &str, line: &dyn Fn(&rusqlite::Row<'_>) -> rusqlite::Result<String>| -> Vec<String> {
        db.prepare(sql).unwrap().query_map([], |row| line(row)).unwrap().map(Result::unwrap).collect()
    };
    let mut lines =
        all(&format!("SELECT name, type, \"notnull\" OR pk > 0 FROM pragma_table_info('{table}')"), &|row| {
            let kind = match row.get::<_, String>(1)?.as_str() {
                "INTEGER" => "bigint",
                "BLOB" => "bytea",
                _ => "text",
            };
            let needed = if row.get(2)? { " NOT NULL" } else { "" };
            Ok(format!("{table}.{} {kind}{needed}", row.get::<_, String>(0)?))
        });
    let keys = "SELECT \"from\", \"table\", \"to\", on_delete FROM pragma_foreign_key_list";
    lines.extend(all(&format!("{keys}('{table}')"), &|row| {
        let [from, other, to, deleted] = [row.get::<_, String>(0)?, row.get(1)?, row.get(2)?, row.get(3)?];
        let deleted = if deleted == "NO ACTION" { String::new() } else { format!(" ON DELETE {deleted}") };
        Ok(format!("{table}: FOREIGN KEY ({from}) REFERENCES {other}({to}){deleted}"))
    }));
    let indexes = format!("SELECT name FROM pragma_index_list('{table}') WHERE origin = 'c'");
    lines.extend(all(&indexes, &|row| Ok(format!("INDEX {} ON {table} ", row.get::<_, String>(0)?))));
    lines
}

#[test]
fn a_server_has_the_tables_of_a_file() {
    let sandbox = Sandbox::acme_in_a_file();
    let db = rusqlite::Connection::open(sandbox.db()).unwrap();
    let tables = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'";
    let tables: Vec<(String, String)> = db
        .prepare(tables)
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let shared: Vec<&str> = migrate::PINNED_ON_SERVERS.lines().collect();
    let count = |beginning: &str| shared.iter().filter(|line| line.starts_with(beginning)).count();
    for (table, sql) in &tables {
        for line in told_for_servers(&db, table) {
            let is_told =
                shared.iter().any(|one| one.starts_with(&line) || (line.starts_with("INDEX") && one.contains(&line)));
            assert!(is_told, "{line}");
        }
        let columns: usize = told_for_servers(&db, table).iter().filter(|line| line.contains('.')).count();
        assert_eq!(count(&format!("{table}.")), columns, "{table}");
        assert_eq!(count(&format!("{table}: CHECK")), sql.matches("CHECK (").count(), "{table}");
        assert_eq!(count(&format!("{table}: UNIQUE")), sql.matches("UNIQUE").count(), "{table}");
    }
    let names: std::collections::BTreeSet<&str> =
        shared.iter().filter_map(|line| line.split_once(' ')?.0.split_once('.')).map(|(table, _)| table).collect();
    assert_eq!(names.len(), tables.len() + 1, "and `provost_schema`");
}
