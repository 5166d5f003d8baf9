//! What goes wrong between the program and a server, and what it says then; nothing where the tests run on a file.

use crate::proxy::{Mood, Proxy};
use crate::sandbox::{Outcome, Sandbox};

/// The sample organisation behind a proxy.
fn behind_a_proxy() -> Option<(Sandbox, Proxy, String)> {
    crate::server::address()?;
    let sandbox = Sandbox::acme();
    let direct = sandbox.vars.borrow()["PROVOST_DB"].clone();
    let proxy = Proxy::before(&direct);
    let address = format!("{}&answer_timeout=1&connect_timeout=1", proxy.address(&direct));
    Some((sandbox, proxy, address))
}

fn add(sandbox: &Sandbox, address: &str, login: &str) -> Outcome {
    sandbox.run(&["user", "add", login, "--no-mail", "--json", "--db", address])
}

fn is_there(sandbox: &Sandbox, login: &str) -> bool {
    sandbox.run(&["user", "show", login, "--json"]).code == 0
}

#[test]
fn a_commit_whose_answer_is_lost_is_looked_up() {
    let Some((sandbox, proxy, address)) = behind_a_proxy() else { return };
    proxy.set(Mood::LosesTheAnswer);
    add(&sandbox, &address, "a@acme.example").ok();
    assert!(is_there(&sandbox, "a@acme.example"));
    proxy.set(Mood::LosesTheQuestion);
    add(&sandbox, &address, "b@acme.example").refused(9, "", "nothing was written");
    assert!(!is_there(&sandbox, "b@acme.example"));
    proxy.set(Mood::Fair);
    add(&sandbox, &address, "b@acme.example").ok();
    assert_eq!(sandbox.json("log verify")["intact"], true);
}

#[test]
fn a_commit_of_which_nobody_can_tell_is_called_unknown() {
    let Some((sandbox, proxy, address)) = behind_a_proxy() else { return };
    proxy.set(Mood::LosesTheAnswerAndEverything);
    let hints = add(&sandbox, &address, "c@acme.example").refused(10, "", "did not tell whether it was done");
    assert!(hints[0].contains("provost log show"), "{hints:?}");
    let entry = hints[0].split('`').nth(1).unwrap().strip_prefix("provost ").unwrap().to_owned();
    assert!(sandbox.sh(&entry).ok().contains("c@acme.example"), "the hint leads to what was done");
}

#[test]
fn a_server_that_falls_silent_is_not_waited_for() {
    let Some((sandbox, proxy, address)) = behind_a_proxy() else { return };
    proxy.set(Mood::IsSilent);
    add(&sandbox, &address, "d@acme.example").refused(9, "", "has not answered for 1 second");
    proxy.set(Mood::FallsSilent);
    add(&sandbox, &address, "d@acme.example").refused(10, "", "did not tell whether it was done");
    proxy.set(Mood::Fair);
    crate::server::cut_others(&sandbox.vars.borrow()["PROVOST_DB"]);
    add(&sandbox, &address, "d@acme.example").ok();
}

#[test]
fn versions_that_do_not_fit_are_told() {
    let Some((sandbox, proxy, address)) = behind_a_proxy() else { return };
    proxy.set(Mood::TellsAnOldVersion);
    for line in ["whoami", "user add e@acme.example --no-mail", "db info"] {
        let mut words = crate::sandbox::words(line);
        words.extend(["--json".to_owned(), "--db".to_owned(), address.clone()]);
        let outcome = sandbox.run(&words.iter().map(String::as_str).collect::<Vec<_>>());
        outcome.refused(9, "", "the server is PostgreSQL 12; provost needs 15 or newer");
    }
    sandbox.tamper("UPDATE provost_schema SET version = 999");
    for line in ["whoami", "bu add Nord", "db migrate", "db check"] {
        sandbox.sh(&format!("{line} --json")).refused(9, "", "the newer schema 999");
    }
    sandbox.tamper("UPDATE provost_schema SET version = 9");
    for line in ["whoami", "bu add Nord", "db check"] {
        sandbox.sh(&format!("{line} --json")).refused(9, "", "the older schema 9");
    }
}

/// A role of the database beside that of the tests, dropped with it.
struct Role(String, crate::server::Client);

impl Role {
    fn new(sandbox: &Sandbox, grants: &str) -> (Self, String) {
        let address = sandbox.vars.borrow()["PROVOST_DB"].clone();
        let client = crate::server::client_of(&address);
        let name = format!("provost_role_{}_{}", std::process::id(), sandbox.number("SELECT pg_backend_pid()"));
        client.batch_execute(&format!("CREATE ROLE {name} LOGIN; {}", grants.replace("ROLE", &name))).unwrap();
        let address = address.replace("postgres@", &format!("{name}@"));
        (Self(name, client), address)
    }
}

impl Drop for Role {
    fn drop(&mut self) {
        self.1.batch_execute(&format!("DROP OWNED BY {0}; DROP ROLE {0}", self.0)).unwrap();
    }
}

#[test]
fn a_role_may_do_what_it_was_granted() {
    let Some((sandbox, _, _)) = behind_a_proxy() else { return };
    let (_nobody, address) = Role::new(&sandbox, "");
    let at = |line: &str, address: &str| {
        sandbox.run(&[&line.split(' ').collect::<Vec<_>>()[..], &["--json", "--db", address]].concat())
    };
    at("whoami", &address).refused(9, "", "there is no organisation");
    let reads = "GRANT USAGE ON SCHEMA provost TO ROLE; GRANT SELECT ON ALL TABLES IN SCHEMA provost TO ROLE";
    let (_reader, address) = Role::new(&sandbox, reads);
    at("user list", &address).ok();
    at("bu add Nord", &address).refused(9, "", "your role on the server may not do this");
    let writes = include_str!("../../docs/server-role.sql").replace("provost_app", "ROLE");
    let (_writer, address) = Role::new(&sandbox, &writes);
    at("bu add Nord", &address).ok();
    at("user add f@acme.example --no-mail", &address).ok();
    at("user delete f@acme.example --yes", &address).ok();
    at("log prune --before 2026-11-23T12:00:01Z --yes", &address).refused(
        9,
        "",
        "your role on the server may not do this",
    );
    let client = crate::server::client_of(&address);
    for forbidden in [
        "UPDATE provost.log_entries SET details = 'x'",
        "DELETE FROM provost.log_entries",
        "TRUNCATE provost.log_entries",
        "DROP TABLE provost.log_entries",
    ] {
        assert!(client.batch_execute(forbidden).is_err(), "{forbidden}");
    }
    assert_eq!(sandbox.json("log verify")["intact"], true);
}

#[test]
fn many_commands_of_a_process_connect_once() {
    let Some((sandbox, proxy, address)) = behind_a_proxy() else { return };
    let lines: String = (0..10).map(|n| format!("user add many{n}@acme.example --no-mail\nwhoami\n")).collect();
    let before = proxy.count();
    sandbox.feed(&lines, &["batch", "-", "--keep-going", "--yes", "-q", "--db", &address]).ok();
    // One that works, and one that sees what was before.
    assert!(proxy.count() - before <= 2, "{} connections", proxy.count() - before);
    assert!(is_there(&sandbox, "many9@acme.example"));
}
