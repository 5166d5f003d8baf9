//! The real binary, at a real pseudo-terminal and in real pipes.

use std::io::Write as _;
use std::process::{Command, Stdio};

use rexpect::session::spawn_command;

use provost::service::ports::Clock as _;
use provost::system::SystemClock;

use crate::sandbox::{MARA, PASSWORD, Sandbox};

const BINARY: &str = env!("CARGO_BIN_EXE_provost");

/// The real binary with that sandbox's surroundings, and whoever is signed in there.
pub fn command(sandbox: &Sandbox, args: &[&str]) -> Command {
    let mut command = Command::new(BINARY);
    command.args(args).env_clear().env("LANG", "C.UTF-8").env("TERM", "xterm");
    command.envs(sandbox.vars.borrow().iter());
    if let Some(token) = sandbox.token() {
        command.env("PROVOST_TOKEN", token);
    }
    command
}

#[test]
fn a_password_is_asked_for_twice_and_a_move_is_played_at_a_terminal() {
    let sandbox = Sandbox::empty();
    let init = command(&sandbox, &["init", "--from", crate::sandbox::SAMPLE]);
    let mut terminal = spawn_command(init, Some(20_000)).unwrap();
    for question in ["Password:", "Password again:"] {
        terminal.exp_string(question).unwrap();
        terminal.send_line(PASSWORD).unwrap();
    }
    terminal.exp_string("founded `Acme Scanning`").unwrap();
    terminal.exp_eof().unwrap();

    let mut terminal =
        spawn_command(command(&sandbox, &["bu", "move", "ana.silva@acme.example", "--to", "EMEA"]), Some(20_000))
            .unwrap();
    terminal.exp_string("keep the users' configurations, or delete them? [keep/delete]").unwrap();
    terminal.send_line("perhaps").unwrap();
    terminal.exp_string("please answer keep or delete").unwrap();
    terminal.send_line("k").unwrap();
    terminal.exp_string("leave them behind? [keep/leave]").unwrap();
    terminal.send_line("leave").unwrap();
    terminal.exp_string("would move user").unwrap();
    terminal.exp_string("Go ahead? [y/N]").unwrap();
    terminal.send_line("y").unwrap();
    terminal.exp_string("moved user `ana.silva@acme.example` to `EMEA`").unwrap();
    terminal.exp_eof().unwrap();
}

#[test]
fn long_work_counts_at_a_terminal_and_tells_its_rate() {
    // Work counts once it lasts for a second: on a fast machine, more of it does.
    let seen = [12_000, 48_000, 192_000, 768_000].into_iter().any(|count| {
        let sandbox = Sandbox::acme();
        sandbox.set_clock(SystemClock::default().now().0);
        sandbox.act_as(MARA);
        let rows: String = (0..count).map(|n| format!("p{n}@long.example,reader,EMEA\n")).collect();
        let path = sandbox.path("people.csv");
        std::fs::write(&path, format!("login,role,unit\n{rows}")).unwrap();
        let import = ["import", "users", path.to_str().unwrap(), "--no-mail"];
        let mut terminal = spawn_command(command(&sandbox, &import), Some(60_000)).unwrap();
        let before = terminal.exp_string(&format!("imported users: {count} new")).unwrap();
        terminal.exp_regex("000 of [0-9,]+,000 rows, [0-9,]+/s").unwrap();
        terminal.exp_eof().unwrap();
        let piped = command(&sandbox, &import).output().unwrap();
        let (stdout, stderr) = (String::from_utf8(piped.stdout).unwrap(), String::from_utf8(piped.stderr).unwrap());
        assert!(stdout.contains("nothing to change") && !stderr.contains('\r'), "nobody watches: {stderr:?}");
        before.contains(" rows, ")
    });
    assert!(seen);
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let sandbox = Sandbox::empty();
    let mut init = command(&sandbox, &["init", "--from", crate::sandbox::SAMPLE, "--password-stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    init.stdin.take().unwrap().write_all(PASSWORD.as_bytes()).unwrap();
    assert!(init.wait().unwrap().success());
    let mut list =
        command(&sandbox, &["log", "list", "--json"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(list.stdout.take());
    let output = list.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()), (Some(0), ""));
}

#[test]
fn the_demo_runs_and_what_it_suggests_works() {
    let sandbox = Sandbox::empty();
    let output = command(&sandbox, &["demo"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    let next: Vec<&str> = text.split("Try next:\n").nth(1).unwrap().lines().map(str::trim).collect();
    let db = next[0].split('\'').nth(1).unwrap();
    assert!(next.len() > 4);
    for line in &next[1..] {
        let words = crate::sandbox::words(line.strip_prefix("provost ").unwrap());
        let args: Vec<&str> = words.iter().map(String::as_str).chain(["--db", db]).collect();
        let output = command(&sandbox, &args).output().unwrap();
        let is_refusal_to_learn_from = line.contains("joe.park");
        assert_eq!(
            output.status.success(),
            !is_refusal_to_learn_from,
            "{line}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

#[test]
fn invalid_utf8_in_arguments_is_refused() {
    use std::os::unix::ffi::OsStrExt as _;
    let sandbox = Sandbox::empty();
    let output = command(&sandbox, &["bu", "add"]).arg(std::ffi::OsStr::from_bytes(b"\xff\xfe")).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn what_is_longer_than_the_screen_is_paged_and_secrets_are_not() {
    let sandbox = Sandbox::acme();
    sandbox.set_clock(SystemClock::default().now().0);
    sandbox.act_as(MARA);
    let shown = |args: &[&str], pager: &str| {
        let plain = command(&sandbox, args);
        let mut command = Command::new("/bin/sh");
        command.args(["-c", "stty rows 24 columns 80; exec \"$0\" \"$@\"", BINARY]).args(args).env_clear();
        command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?)))).env("PROVOST_PAGER", pager);
        let mut terminal = spawn_command(command, Some(20_000)).unwrap();
        terminal.exp_eof().unwrap()
    };
    let pager = "sed -u s/^/paged:/";
    assert!(shown(&["user", "list"], pager).contains("paged:"));
    assert!(!shown(&["user", "list", "--no-pager"], pager).contains("paged:"));
    assert!(!shown(&["user", "list"], "").contains("paged:"));
    assert!(!shown(&["user", "list", "--limit", "2"], pager).contains("paged:"), "it fits the screen");
    let secret = shown(&["user", "add", "eva@acme.example", "--no-mail"], pager);
    assert!(!secret.contains("paged:"), "{secret}");
    assert!(
        shown(&["user", "list"], "no-such-pager").contains("ann.keller"),
        "a pager that is not there hides nothing"
    );
}

#[test]
fn who_is_interrupted_while_typing_a_password_has_the_terminal_back() {
    let sandbox = Sandbox::empty();
    let plain = command(&sandbox, &[]);
    let mut shell = Command::new("/bin/sh");
    let line = "stty echo; \"$0\" init --name A --login a@x.example; echo code=$?; stty -a";
    shell.args(["-c", line, BINARY]).env_clear();
    shell.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let mut terminal = spawn_command(shell, Some(20_000)).unwrap();
    terminal.exp_string("Password:").unwrap();
    terminal.send_control('c').unwrap();
    terminal.exp_string("error: interrupted; nothing was written").unwrap();
    terminal.exp_string("code=130").unwrap();
    let modes = terminal.exp_eof().unwrap();
    assert!(modes.split_whitespace().any(|mode| mode == "echo"), "{modes}");
}
