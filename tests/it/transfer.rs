//! Whole databases between a file and a server; nothing where the tests run on a file.

use std::time::Duration;

use provost::store::{Conn, Location, OpenMode};
use serde_json::{Value, json};

use crate::sandbox::{Outcome, Sandbox};

/// The sample organisation in a file, and the address of an empty database on a server.
fn beside_a_server() -> Option<(Sandbox, Sandbox, String)> {
    crate::server::address()?;
    let (file, server) = (Sandbox::acme_in_a_file(), Sandbox::empty());
    let address = server.vars.borrow()["PROVOST_DB"].clone();
    Some((file, server, address))
}

fn path(sandbox: &Sandbox, name: &str) -> String {
    sandbox.path(name).to_str().unwrap().to_owned()
}

fn copy(sandbox: &Sandbox, from: &str, to: &str) -> Outcome {
    sandbox.run(&["db", "copy", "--db", from, "--to", to, "--json"])
}

#[test]
fn there_and_back_nothing_is_lost_and_ids_go_on() {
    let Some((file, server, address)) = beside_a_server() else { return };
    file.sh("user add gone@acme.example --no-mail -q").ok();
    file.sh("user delete gone@acme.example --yes -q").ok();
    let (here, back) = (path(&file, "acme.db"), path(&file, "back.db"));
    let before = file.dump();
    let there = copy(&file, &here, &address).json();
    let again = copy(&file, &address, &back).json();
    assert_eq!(there["log_head"], again["log_head"]);
    let copied = file.dump_of(&file.path("back.db"), |_| true);
    // That a table has given no id as yet can be said or left out.
    let lines = |dump: &str| {
        dump.lines().filter(|line| !line.ends_with("\" Integer(0)")).map(str::to_owned).collect::<Vec<_>>()
    };
    let (copied, before) = (lines(&copied), lines(&before));
    let difference = copied.iter().zip(&before).find(|(one, other)| one != other);
    assert_eq!((difference, copied.len()), (None, before.len()));
    assert_eq!(server.run(&["db", "check"]).code, 0);
    assert_eq!(file.run(&["db", "check", "--db", &back]).code, 0);
    assert_eq!(file.run(&["db", "organisations", "--json", "--db", &back]).json()[0]["organisation"], Value::Null);
    let add = |at: &str| {
        let added = file.run(&["user", "add", "eva@acme.example", "--no-mail", "--json", "--db", at]).json();
        added["user"]["id"].clone()
    };
    let id = add(&here);
    assert!(id.is_i64());
    assert_eq!((add(&address), add(&back)), (id.clone(), id), "whoever is signed in here is there, and ids go on");
    copy(&file, &here, &address).refused(4, "SUB-1", "exists already");
    copy(&file, &here, &back).refused(4, "LOG-4", "exists already");
}

#[test]
fn every_table_takes_its_next_row_after_a_copy() {
    let Some((file, server, address)) = beside_a_server() else { return };
    copy(&file, &path(&file, "acme.db"), &address).json();
    let client = crate::server::client_of(&address);
    client.batch_execute("SET search_path = provost").unwrap();
    let counters = "SELECT c.relname::text, pg_get_serial_sequence(quote_ident(c.relname), 'id')
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attidentity <> '' WHERE c.relnamespace = 'provost'::regnamespace";
    let counters = client.query(counters, &[]).unwrap();
    assert!(counters.len() > 30);
    for row in counters {
        let (table, counter) = (row.get::<_, String>(0), row.get::<_, String>(1));
        let next: i64 = client.query_one(&format!("SELECT nextval('{counter}')"), &[]).unwrap().get(0);
        let sql = format!("SELECT COALESCE(max(id), 0) FROM {table}");
        let highest: i64 = client.query_one(&sql, &[]).unwrap().get(0);
        assert!(next > highest, "{table}: {next} after {highest}");
    }
    drop(server);
}

#[test]
fn a_backup_is_a_file_and_a_restore_keeps_what_was_there() {
    let Some((file, server, address)) = beside_a_server() else { return };
    copy(&file, &path(&file, "acme.db"), &address).json();
    let on_server = |line: &str| {
        let mut words = crate::sandbox::words(line);
        words.extend(["--db".to_owned(), address.clone()]);
        file.run(&words.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let backup = path(&file, "b.db");
    on_server(&format!("db backup {backup} -q")).ok();
    assert_eq!(file.run(&["db", "check", "--db", &backup]).code, 0);
    on_server("user add eva@acme.example --no-mail -q").ok();
    let before = server.dump();
    let dry = on_server(&format!("db restore {backup} -n --json")).json();
    assert_eq!(server.dump(), before);
    let done = on_server(&format!("db restore {backup} --yes --json")).json();
    for key in ["users_gone", "users_back", "tokens_back", "sessions_ended", "replaced_log_head", "safety_copy"] {
        assert_eq!(dry[key], done[key], "{key}");
    }
    assert_eq!(done["users_gone"], json!(["eva@acme.example"]));
    assert!(server.sh("db check").ok().contains("whole"));
    assert_eq!(server.json("db info")["safety_copies"], json!([done["safety_copy"]]));
    let kept = format!("{address}&organisation={}", done["safety_copy"].as_str().unwrap());
    assert!(file.run(&["user", "show", "eva@acme.example", "--json", "--db", &kept]).ok().contains("eva@"));
    assert_eq!(server.json("db organisations").as_array().unwrap().len(), 1, "a safety copy is no organisation");
    let by_name = done["safety_copy"].as_str().unwrap();
    let again = on_server(&format!("db restore {by_name} --yes --json")).json();
    assert_eq!(again["users_back"], json!(["eva@acme.example"]), "a safety copy is restored by its name");
    for _ in 0..5 {
        server.run(&["db", "restore", &backup, "--yes", "-q"]).ok();
    }
    assert_eq!(server.json("db info")["safety_copies"].as_array().unwrap().len(), 5);
}

#[test]
fn what_is_no_whole_organisation_is_neither_copied_nor_made_anew() {
    let Some((file, server, address)) = beside_a_server() else { return };
    copy(&file, &path(&file, "acme.db"), &address).json();
    let client = crate::server::client_of(&address);
    client.batch_execute("CREATE SCHEMA theirs; CREATE TABLE theirs.users (id int)").unwrap();
    let theirs = format!("{address}&organisation=theirs");
    copy(&file, &path(&file, "acme.db"), &theirs).refused(9, "", "holds other tables already");
    let no_name = format!("{address}&organisation=information_schema");
    copy(&file, &path(&file, "acme.db"), &no_name).refused(2, "", "cannot be the name of an organisation");
    file.run(&["db", "backup", &address, "--json"]).refused(2, "", "a backup is a file");
    server.tamper("DROP TABLE reports CASCADE");
    let backup = path(&file, "b.db");
    file.run(&["db", "backup", &backup, "--db", &address, "--json"]).refused(9, "", "its table `reports` is missing");
    assert!(!file.path("b.db").exists());
}

#[test]
fn a_restore_into_nothing_and_of_another_subscription() {
    let Some((file, server, address)) = beside_a_server() else { return };
    let backup = path(&file, "b.db");
    file.run(&["db", "backup", &backup, "-q"]).ok();
    server.run(&["db", "restore", &backup, "--yes", "-q"]).ok();
    assert_eq!(server.json("db info")["subscription"], "Acme Scanning");
    let other = format!("{address}&organisation=other");
    let init = ["init", "--name", "Other", "--login", "o@x.example", "--password-stdin", "-q", "--db", &other];
    file.feed("Quartz-Meadow-41-Lantern\n", &init).ok();
    file.run(&["db", "restore", &backup, "--yes", "--json", "--db", &other]).refused(
        4,
        "SUB-1",
        "another subscription",
    );
    let list = server.json("db organisations");
    let names: Vec<_> = list.as_array().unwrap().iter().map(|one| one["organisation"].as_str().unwrap()).collect();
    assert_eq!(names, ["other", "provost"]);
    let all = server.json("db migrate --all");
    assert_eq!((&all["status"], &all["organisations"]), (&json!("unchanged"), &json!([])));
}

/// Whoever waited while an organisation was replaced writes into the new one, and holds it alone.
#[test]
fn whoever_waited_for_a_restore_writes_into_what_came() {
    let Some((file, server, address)) = beside_a_server() else { return };
    copy(&file, &path(&file, "acme.db"), &address).json();
    let first = crate::server::client_of(&address);
    let swap = "BEGIN; SELECT only_one FROM provost.subscriptions FOR UPDATE; ALTER SCHEMA provost RENAME TO old";
    first.batch_execute(swap).unwrap();
    let other = format!("{address}&organisation=other");
    copy(&file, &path(&file, "acme.db"), &other).json();
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            let place = Location::read(address.clone().into()).unwrap();
            let conn = Conn::open(&place, OpenMode::Write, Duration::from_secs(5), false).unwrap();
            let tx = conn.begin_write().unwrap();
            let third = crate::server::client_of(&address);
            let taken = third.batch_execute("SELECT only_one FROM provost.subscriptions FOR UPDATE NOWAIT");
            tx.run("INSERT INTO log_words (word) VALUES ('new')", []).unwrap();
            tx.commit().unwrap();
            taken.is_err()
        });
        let watching = crate::server::client_of(&address);
        let is_waiting =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        while !waiting.is_finished() && watching.query_one(is_waiting, &[]).unwrap().get::<_, i64>(0) == 0 {
            std::thread::yield_now();
        }
        first.batch_execute("ALTER SCHEMA other RENAME TO provost; COMMIT").unwrap();
        assert!(waiting.join().unwrap(), "nobody else can write into what came");
    });
    let count = |schema: &str| {
        let sql = format!("SELECT count(*) FROM {schema}.log_words WHERE word = 'new'");
        first.query_one(&sql, &[]).unwrap().get::<_, i64>(0)
    };
    assert!(count("old") == 0 && count("provost") > 0);
    drop(server);
}
