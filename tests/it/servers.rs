//! What is particular to a database on a server; nothing where the tests run on a file.

use crate::sandbox::Sandbox;

fn on_a_server() -> Option<Sandbox> {
    crate::server::address().map(|_| Sandbox::acme())
}

fn address(sandbox: &Sandbox) -> String {
    sandbox.vars.borrow()["PROVOST_DB"].clone()
}

#[test]
fn addresses_that_lead_nowhere_are_told_apart() {
    let Some(sandbox) = on_a_server() else { return };
    let here = address(&sandbox);
    let at = |address: &str| sandbox.run(&["whoami", "--json", "--db", address]);
    at(&format!("{here}&organisation=nix")).refused(9, "", "there is no organisation `nix`");
    let elsewhere = crate::server::address().unwrap().replace("{}", "nowhere_at_all");
    at(&elsewhere).refused(9, "", "there is no database `nowhere_at_all`");
    at("postgres://x@127.0.0.1:1/x").refused(9, "", "cannot be reached");
    at("mysql://x/y").refused(2, "", "no address of a database");
    at("postgres://x:hunter2@h/d").refused(2, "", "a password in an address");
    let init = ["init", "--name", "X", "--login", "a@x.example", "--password-stdin", "--json"];
    sandbox.feed("Quartz-Meadow-41-Lantern\n", &init).refused(4, "SUB-1", "exists already");
}

#[test]
fn a_service_leads_to_its_server() {
    let Some(sandbox) = on_a_server() else { return };
    let here = address(&sandbox);
    let (place, query) = here.strip_prefix("postgres://").and_then(|rest| rest.split_once('?')).unwrap();
    let (user, database) = place.split_once("@/").unwrap();
    let file = sandbox.path("services.conf");
    let service = format!("[ours]\ndbname={database}\nuser={user}\n{}\n", query.replace('&', "\n"));
    std::fs::write(&file, service).unwrap();
    let set = |name: &str, value: &str| drop(sandbox.vars.borrow_mut().insert(name.to_owned(), value.to_owned()));
    set("PGSERVICEFILE", file.to_str().unwrap());
    set("PROVOST_DB", "postgres:///?service=ours");
    assert_eq!(sandbox.json("whoami")["subscription"], "Acme Scanning");
    sandbox.run(&["whoami", "--json", "--db", "postgres:///?service=theirs"]).refused(
        2,
        "",
        "no file lists the service",
    );
    set("PROVOST_DB", "postgres:///?organisation=provost");
    set("PGSERVICE", "ours");
    assert_eq!(sandbox.json("whoami")["subscription"], "Acme Scanning");
}

#[test]
fn organisations_live_beside_each_other_whatever_they_are_called() {
    let Some(sandbox) = on_a_server() else { return };
    let here = address(&sandbox);
    for name in ["user", "order", "b_2"] {
        let at = format!("{here}&organisation={name}");
        let init = ["init", "--name", name, "--login", "a@x.example", "--password-stdin", "--db", &at];
        sandbox.feed("Quartz-Meadow-41-Lantern\n", &init).ok();
        assert!(
            sandbox.run(&["db", "info", "--json", "--db", &at]).ok().contains(&format!("\"subscription\": \"{name}\""))
        );
    }
    assert_eq!(sandbox.json("db info")["subscription"], "Acme Scanning", "the first is as it was");
}

#[test]
fn one_writes_at_a_time_and_everybody_reads() {
    let Some(sandbox) = on_a_server() else { return };
    let other = crate::server::client_of(&address(&sandbox));
    other.batch_execute("BEGIN; SELECT only_one FROM provost.subscriptions FOR UPDATE").unwrap();
    sandbox.sh("bu add Nordics --wait 0 --json").refused(8, "", "another command is writing");
    assert_eq!(sandbox.json("bu show EMEA")["name"], "EMEA");
    other.batch_execute("ROLLBACK").unwrap();
    sandbox.sh("bu add Nordics --wait 0").ok();
}

#[test]
fn what_is_taken_back_gives_its_ids_again() {
    let Some(sandbox) = on_a_server() else { return };
    let id = |line: &str| sandbox.json(line)["unit"]["id"].clone();
    let dry = id("bu add Nordics -n");
    assert_eq!(sandbox.sh("bu add EMEA").code, 4);
    assert_eq!(id("bu add Nordics"), dry);
    assert_ne!(id("bu add Alps"), dry);
}

#[test]
fn a_transaction_in_which_a_statement_failed_is_never_called_done() {
    let Some(sandbox) = on_a_server() else { return };
    let before = sandbox.dump_without_log();
    let conn = sandbox.open();
    let tx = conn.begin_write().unwrap();
    tx.run("UPDATE units SET comments = 'x'", []).unwrap();
    assert!(tx.run("UPDATE units SET id = 1", []).is_err(), "no two units have the same id");
    assert!(tx.commit().is_err());
    assert_eq!(sandbox.dump_without_log(), before);
    let tx = conn.begin_write().unwrap();
    tx.run("INSERT INTO log_words (word) VALUES ('whole')", []).unwrap();
    let part = tx.begin_write().unwrap();
    part.later("INSERT INTO log_words (word) VALUES ('whole')", []).unwrap();
    let after = part.run("INSERT INTO log_words (word) VALUES ('after')", []);
    assert!(after.is_err(), "the one before is told: no two words are the same");
    drop(part);
    tx.commit().unwrap();
    assert_eq!(sandbox.number("SELECT count(*) FROM log_words WHERE word = 'whole'"), 1);
    assert_eq!(sandbox.number("SELECT count(*) FROM log_words WHERE word = 'after'"), 0);
}

#[test]
fn a_connection_that_is_cut_leaves_nothing() {
    let Some(sandbox) = on_a_server() else { return };
    let before = sandbox.dump_without_log();
    let conn = sandbox.open();
    let tx = conn.begin_write().unwrap();
    tx.run("UPDATE units SET comments = 'half'", []).unwrap();
    crate::server::cut_others(&address(&sandbox));
    let error = tx.run("UPDATE units SET comments = 'whole'", []).unwrap_err();
    assert_eq!((error.kind.exit_code(), error.code), (9, "no-connection"));
    drop(tx);
    assert_eq!(sandbox.dump_without_log(), before);
    assert_eq!(sandbox.json("log verify")["intact"], true);
}

#[test]
fn a_log_that_was_changed_behind_the_program_is_found() {
    let Some(sandbox) = on_a_server() else { return };
    sandbox.tamper("UPDATE log_entries SET unit = 'x' WHERE id = 7");
    let found = sandbox.sh("log verify --json");
    assert!(found.code == 1 && found.stdout.contains("\"broken_at\": 7"), "{found:?}");
    sandbox.tamper("CREATE TABLE more (id bigint)");
    assert!(sandbox.sh("db check").stdout.contains("not ours: more.id bigint"));
}

/// A distant server is as slow as often as it is asked. What each may take is what it takes today; the aim is 3 for a read, and
/// 10 for a change, which reads that look for several things and deletions miss.
#[test]
fn a_server_is_asked_as_seldom_as_promised() {
    let Some(sandbox) = on_a_server() else { return };
    for (line, most) in [
        ("whoami", 3),
        ("user show ann.keller@acme.example", 3),
        ("user list -o jsonl", 3),
        ("access check ann.keller@acme.example scan.launch asset:10.10.0.10", 4),
        ("user add eva@acme.example --no-mail -q", 6),
        ("bu edit EMEA --comments x -q", 6),
        ("user delete lena.fox@acme.example --configs delete --results delete --yes -q", 28),
    ] {
        let (outcome, trips) = provost::store::engine::recorder::trips(|| sandbox.sh(line));
        assert!(outcome.code <= 1, "{line}: {}", outcome.stderr);
        assert!(trips <= most, "{line}: {trips}");
    }
    let rows: String = (0..2048).map(|row| format!("r{row}@acme.example,R{row},reader,EMEA\n")).collect();
    let csv = format!("login,external_id,role,unit\n{rows}");
    let import = ["import", "users", "-", "--format", "csv", "--no-mail", "--yes", "-q"];
    let (outcome, trips) = provost::store::engine::recorder::trips(|| sandbox.feed(&csv, &import));
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert!(trips <= 40, "2048 rows: {trips}");
}

#[test]
fn two_who_make_the_same_organisation_are_told_so() {
    let Some(sandbox) = on_a_server() else { return };
    let at = format!("{}&organisation=twice", address(&sandbox));
    let client = crate::server::client_of(&at);
    client.batch_execute("BEGIN; CREATE SCHEMA twice").unwrap();
    let init = ["init", "--name", "A", "--login", "a@x.example", "--password-stdin", "--json", "--db", &at];
    let told = std::thread::scope(|scope| {
        let other = scope.spawn(|| {
            // The other one waits for what is not committed yet.
            let waits =
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
            let watcher = crate::server::client_of(&at);
            while watcher.query_one(waits, &[]).unwrap().get::<_, i64>(0) == 0 {
                std::thread::yield_now();
            }
            client.batch_execute("COMMIT").unwrap();
        });
        let told = sandbox.feed("Quartz-Meadow-41-Lantern\n", &init);
        other.join().unwrap();
        told
    });
    told.refused(8, "", "another command is making this organisation");
}

#[test]
fn what_is_none_of_ours_is_left_alone_and_told() {
    let Some(sandbox) = on_a_server() else { return };
    let here = address(&sandbox);
    let client = crate::server::client_of(&here);
    client
        .batch_execute(
            "CREATE SCHEMA strange; CREATE TABLE strange.provost_schema (v int);
             CREATE SCHEMA \"We;ird\"; CREATE TABLE \"We;ird\".provost_schema (only_one bigint, version bigint);
             CREATE SCHEMA taken; CREATE TABLE taken.t (x int)",
        )
        .unwrap();
    let names = |sandbox: &Sandbox| -> Vec<String> {
        let list = sandbox.json("db organisations");
        list.as_array().unwrap().iter().map(|one| one["organisation"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&sandbox), ["provost"]);
    let at = format!("{here}&organisation=taken");
    let init = ["init", "--name", "A", "--login", "a@x.example", "--password-stdin", "--json", "--db", &at];
    sandbox.feed("Quartz-Meadow-41-Lantern\n", &init).refused(9, "", "holds other tables");
    let count = |sandbox: &Sandbox| sandbox.json("db info")["history_change_count"].clone();
    let before = count(&sandbox);
    sandbox.sh("bu edit EMEA --comments x --dry-run").ok();
    sandbox.sh("user delete ana.silva@acme.example --configs delete --results keep --dry-run").ok();
    assert_eq!(count(&sandbox), before, "what was taken back is not counted");
    client.batch_execute("DROP TABLE provost.tickets CASCADE").unwrap();
    sandbox.sh("ticket list --json").refused(9, "", "is damaged");
    sandbox.sh("user list").ok();
}

#[test]
fn no_text_on_a_server_holds_a_zero() {
    let sandbox = on_a_server().unwrap_or_else(Sandbox::acme);
    sandbox.feed("a\0b\n", &["user", "deactivate", "-", "--yes", "--json"]).refused(3, "ROLE-8", "there is no user");
    sandbox.feed("user list \"a\0b\"\n", &["batch", "-", "--yes"]).ok();
    let rows = "login,role,unit\nn1@x.example,reader,a\0b\n";
    let outcome = sandbox.feed(rows, &["import", "users", "-", "--format", "csv", "--no-mail", "--json"]);
    assert_eq!(outcome.code, 7, "{}", outcome.stderr);
}
