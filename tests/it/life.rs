//! The whole life of an account through the real binary, a pseudo-terminal at every prompt; and no secret printed
//! twice or stored in clear.

use std::fs;
use std::path::Path;

use rexpect::session::{PtySession, spawn_command};

use crate::sandbox::{PASSWORD, SAMPLE, Sandbox};
use crate::terminal::command;

const EVA: &str = "eva.stone@acme.example";
const FIRST: &str = "Copper-Sunday-19-Velvet";
const SECOND: &str = "Walnut-Harbour-77-Quilt";
const THIRD: &str = "Pebble-Orchard-58-Sail";
const FOURTH: &str = "Marble-Tundra-63-Kettle";
const WRONG: &str = "Quartz-Meadow-42-Lantern";
const PATIENCE: u64 = 20_000;

/// A terminal session with everything it showed.
struct Screen<'s> {
    sandbox: &'s Sandbox,
    shown: String,
}

impl Screen<'_> {
    /// Runs a command; at each prompt the answer is typed, and at the end the last text is waited for.
    fn play(&mut self, line: &str, dialogue: &[(&str, &str)], end: &str) -> String {
        let words = crate::sandbox::words(line);
        let args: Vec<&str> = words.iter().map(String::as_str).collect();
        let mut terminal: PtySession = spawn_command(command(self.sandbox, &args), Some(PATIENCE)).unwrap();
        let mut shown = String::new();
        let mut step = |terminal: &mut PtySession, text: &str| {
            let before = terminal.exp_string(text).unwrap_or_else(|error| panic!("{line}: {text}: {error}"));
            shown.push_str(&format!("{before}{text}"));
        };
        for (prompt, answer) in dialogue {
            step(&mut terminal, prompt);
            terminal.send_line(answer).unwrap();
        }
        step(&mut terminal, end);
        shown.push_str(&terminal.exp_eof().unwrap());
        self.shown.push_str(&shown);
        shown
    }

    /// Runs a command without prompts; gives its standard output.
    fn run(&mut self, line: &str) -> String {
        let words = crate::sandbox::words(line);
        let args: Vec<&str> = words.iter().map(String::as_str).collect();
        let output = command(self.sandbox, &args).output().unwrap();
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).unwrap();
        self.shown.push_str(&text);
        self.shown.push_str(&String::from_utf8(output.stderr).unwrap());
        text
    }

    fn login(&mut self, login: &str, password: &str) {
        self.play(&format!("login {login}"), &[("Password:", password)], "signed in");
    }
}

/// Every file below a folder, as bytes.
fn files(folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            files(&entry.path(), found);
        } else {
            found.push((entry.path().display().to_string(), fs::read(entry.path()).unwrap()));
        }
    }
}

/// The last password of Eva, and the last of the manager.
const LAST: &str = "Lantern-Quarry-35-Maple";
const MANAGERS: &str = "Harvest-Violin-82-Canyon";

fn is_token(line: &&str) -> bool {
    line.len() == 64 && line.chars().all(|c| c.is_ascii_hexdigit())
}

#[test]
fn an_account_from_its_first_mail_to_its_end() {
    let sandbox = Sandbox::empty();
    let mut screen = Screen { sandbox: &sandbox, shown: String::new() };
    let twice = [("Password:", PASSWORD), ("Password again:", PASSWORD)];
    screen.play(&format!("init --from {SAMPLE}"), &twice, "founded");
    screen.run("settings set questions.enabled=on");
    let token = taken_on(&mut screen);
    forgets_the_password(&mut screen);
    is_locked_and_let_in(&mut screen);
    let recovery = manager_is_let_in(&mut screen);
    // A program, and its token.
    let api = screen.run("user token add ci.robot@acme.example --name nightly");
    comes_to_its_end(&mut screen);
    let passwords = [PASSWORD, FIRST, SECOND, THIRD, FOURTH, WRONG, LAST, MANAGERS];
    let answers = ["Rex-the-dog", "Bakery-lane", "Dune-sea"];
    let secrets = [&passwords[..], &answers[..], &[&token, &recovery, api.trim()]].concat();
    check_secrets(&sandbox, &screen.shown, &secrets, &[&recovery, api.trim()], &token);
}

/// Taken on, invited by mail, first sign-in; gives the token of the mail.
fn taken_on(screen: &mut Screen<'_>) -> String {
    screen.run(&format!("user add {EVA} --first-name Eva --role scanner --bu EMEA --asset-group 'Frankfurt Core'"));
    screen.run("outbox send");
    let mail = fs::read_to_string(screen.sandbox.outbox().join("000001.eml")).unwrap();
    let token = mail.lines().map(str::trim).find(is_token).unwrap().to_owned();
    screen.play(
        "redeem",
        &[("Token:", &token), ("New password:", FIRST), ("New password again:", FIRST)],
        "redeemed the registration link",
    );
    screen.play("redeem", &[("Token:", &token)], "used already");
    screen.login(EVA, FIRST);
    assert!(screen.run("whoami --json").contains("\"status\": \"active\""));
    token
}

/// Her own password and questions; the password is forgotten and reset.
fn forgets_the_password(screen: &mut Screen<'_>) {
    screen.play(
        "account password",
        &[("Present password:", FIRST), ("New password:", SECOND), ("New password again:", SECOND)],
        "changed the password",
    );
    screen.play(
        "account questions",
        &[
            ("Question 1 of 3:", "first-pet"),
            ("Question 2 of 3:", "first-job"),
            ("Question 3 of 3:", "favourite-book"),
            ("Present password:", SECOND),
            ("pet called?:", "Rex-the-dog"),
            ("first job?:", "Bakery-lane"),
            ("to an island?:", "Dune-sea"),
        ],
        "set the secret questions",
    );
    screen.play(
        &format!("reset-password {EVA}"),
        &[
            ("pet called?:", "Rex-the-dog"),
            ("first job?:", "Bakery-lane"),
            ("to an island?:", "Dune-sea"),
            ("New password:", THIRD),
            ("New password again:", THIRD),
        ],
        "reset the password",
    );
    screen.run("logout");
}

/// Locked by failures, unlocked by an administrator; a manager sets a password, which is changed at the sign-in.
fn is_locked_and_let_in(screen: &mut Screen<'_>) {
    for _ in 0..5 {
        screen.play(&format!("login {EVA}"), &[("Password:", WRONG)], "wrong login or password");
    }
    screen.play(&format!("login {EVA}"), &[("Password:", THIRD)], "is locked");
    screen.login(crate::sandbox::MARA, PASSWORD);
    screen.run(&format!("user activate {EVA}"));
    screen.play(
        &format!("user password {EVA} --set"),
        &[
            ("Your own password:", PASSWORD),
            (&format!("New password of {EVA}:"), FOURTH),
            (&format!("New password of {EVA} again:"), FOURTH),
        ],
        "set the password of user",
    );
    screen.run("logout");
    screen.play(
        &format!("login {EVA}"),
        &[("Password:", FOURTH), ("New password:", LAST), ("New password again:", LAST)],
        "with a new password",
    );
    screen.run("scan launch Probe --target 'Frankfurt Core'");
    screen.run("logout");
}

/// The manager has lost the way in, too: whoever owns the file helps; gives the token.
fn manager_is_let_in(screen: &mut Screen<'_>) -> String {
    let shown = screen.play("recover", &[("Go ahead? [y/N]", "y")], "give the token to `provost redeem`");
    let recovery = shown.lines().map(str::trim).find(is_token).unwrap().to_owned();
    screen.play(
        "redeem",
        &[("Token:", &recovery), ("New password:", MANAGERS), ("New password again:", MANAGERS)],
        "redeemed the password-reset link",
    );
    screen.login(crate::sandbox::MARA, MANAGERS);
    recovery
}

/// The end: deactivated, brought back, deleted.
fn comes_to_its_end(screen: &mut Screen<'_>) {
    screen.play(&format!("user deactivate {EVA}"), &[("Go ahead? [y/N]", "y")], "deactivated user");
    screen.run(&format!("user activate {EVA}"));
    screen.play(
        &format!("user delete {EVA}"),
        &[("[keep/delete]", "keep"), ("Go ahead? [y/N]", "y")],
        "results kept: 1",
    );
    assert!(screen.run("log verify --json").contains("\"intact\": true"));
}

/// Secrets are shown at most where they are handed out, once; and stand in no file but the mail that carries one.
fn check_secrets(sandbox: &Sandbox, shown: &str, secrets: &[&str], handed_out: &[&str], mailed: &str) {
    for secret in secrets {
        let expected = usize::from(handed_out.contains(secret));
        assert_eq!(shown.matches(secret).count(), expected, "shown {expected} times, not more: {secret}");
    }
    let mut found = Vec::new();
    files(sandbox.folder.path(), &mut found);
    let database = sandbox.bytes();
    assert!(database.len() > 50_000, "the database is looked through as well, wherever it is");
    found.push(("the database".to_owned(), database));
    for (name, bytes) in &found {
        let text = String::from_utf8_lossy(bytes);
        for secret in secrets {
            let is_its_mail = name.ends_with(".eml") && *secret == mailed;
            assert!(is_its_mail || !text.contains(secret), "{name} holds a secret");
        }
    }
    let dump = sandbox.dump();
    assert!(secrets.iter().all(|secret| !dump.contains(secret)));
}

#[test]
fn a_password_that_is_interrupted_writes_nothing() {
    let sandbox = Sandbox::acme();
    let mut screen = Screen { sandbox: &sandbox, shown: String::new() };
    let before = sandbox.dump_without_log();
    let mut terminal = spawn_command(command(&sandbox, &["recover"]), Some(PATIENCE)).unwrap();
    terminal.exp_string("Go ahead? [y/N]").unwrap();
    terminal.send_control('c').unwrap();
    terminal.exp_eof().unwrap();
    screen.play("recover", &[("Go ahead? [y/N]", "")], "not confirmed");
    assert_eq!(before, sandbox.dump_without_log());
}
