//! No space, no permission: a sentence, exit code 9, and the database as before.

use std::fs;
use std::process::{Command, Output, Stdio};

use provost::service::ports::Clock as _;
use provost::system::SystemClock;

use crate::sandbox::{MARA, Sandbox};
use crate::terminal::command;

fn prepared() -> Sandbox {
    let sandbox = Sandbox::acme_in_a_file();
    sandbox.set_clock(SystemClock::default().now().0);
    sandbox.act_as(MARA);
    sandbox
}

/// Runs the real binary where no file may grow beyond so many kilobytes.
fn limited(sandbox: &Sandbox, kilobytes: usize, args: &[&str]) -> Output {
    let provost = command(sandbox, args);
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("ulimit -f {}; exec \"$0\" \"$@\"", 2 * kilobytes)]);
    shell.arg(provost.get_program()).args(provost.get_args()).env_clear().env("PATH", "/usr/bin:/bin");
    shell.envs(provost.get_envs().filter_map(|(name, value)| value.map(|value| (name, value))));
    shell.stdin(Stdio::null()).output().unwrap()
}

#[track_caller]
fn refused(output: &Output) -> String {
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(9), "{}{stderr}", String::from_utf8_lossy(&output.stdout));
    assert!(stderr.starts_with("error: ") && stderr.contains("hint: "), "{stderr}");
    stderr
}

#[test]
fn a_file_size_limit_refuses_and_leaves_the_database_as_it_was() {
    let sandbox = prepared();
    let rows: String = (0..5_000).map(|n| format!("p{n}@disk.example,reader,EMEA\n")).collect();
    fs::write(sandbox.path("people.csv"), format!("login,role,unit\n{rows}")).unwrap();
    let people = sandbox.path("people.csv");
    let before = sandbox.dump();
    let said = refused(&limited(&sandbox, 1_000, &["import", "users", people.to_str().unwrap(), "--no-mail"]));
    assert!(said.contains("nothing was written"), "{said}");
    assert_eq!(sandbox.dump(), before);
    let copy = sandbox.path("copy.db");
    refused(&limited(&sandbox, 300, &["db", "backup", copy.to_str().unwrap()]));
    assert!(!copy.exists());
    sandbox.run(&["db", "backup", copy.to_str().unwrap()]).ok();
    let before = sandbox.dump();
    refused(&limited(&sandbox, 300, &["db", "restore", copy.to_str().unwrap(), "--yes"]));
    refused(&limited(
        &sandbox,
        300,
        &["export", "--all", sandbox.path("out").to_str().unwrap(), "--db", "/nowhere.db"],
    ));
    let new = sandbox.path("new.db");
    refused(&limited(
        &sandbox,
        100,
        &["db", "restore", copy.to_str().unwrap(), "--yes", "--db", new.to_str().unwrap()],
    ));
    assert!(!new.exists());
    assert_eq!(sandbox.dump(), before);
    sandbox.sh("db check").ok();
    let left =
        fs::read_dir(sandbox.folder.path()).unwrap().flatten().map(|entry| entry.file_name().into_string().unwrap());
    let left: Vec<String> = left.filter(|name| name.starts_with(".provost")).collect();
    assert_eq!(left, [""; 0], "nothing half-made is left");
}

#[test]
fn output_that_cannot_be_written_is_told() {
    let sandbox = prepared();
    for line in ["user list", "log list --json", "db info", "user list -o csv"] {
        let words = crate::sandbox::words(line);
        let args: Vec<&str> = words.iter().map(String::as_str).collect();
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = command(&sandbox, &args).stdout(full).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(9), "{line}: {stderr}");
        assert!(stderr.contains("the output cannot be written"), "{stderr}");
    }
}

#[test]
fn a_change_whose_output_is_lost_stands_and_says_so() {
    let sandbox = prepared();
    fs::write(sandbox.path("b.txt"), "group add Lost\n").unwrap();
    let batch = format!("batch {}", sandbox.path("b.txt").display());
    for (line, hint) in [
        ("user add eva@x.example --no-mail --json", "provost user invite LOGIN --no-mail"),
        ("user add finn@x.example --no-mail", "provost user invite LOGIN --no-mail"),
        ("group add Ops --json", "provost log show "),
        (&batch, "provost log list"),
    ] {
        let words = crate::sandbox::words(line);
        let args: Vec<&str> = words.iter().map(String::as_str).collect();
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = command(&sandbox, &args).stdout(full).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(10), "{line}: {stderr}");
        assert!(stderr.contains("stands, but the output cannot be written"), "{stderr}");
        assert!(stderr.contains(hint), "{line}: {stderr}");
    }
    for line in ["user show eva@x.example", "user show finn@x.example", "group show Ops", "group show Lost"] {
        sandbox.sh(line).ok();
    }
}

#[test]
fn a_backup_makes_no_folder_where_a_disk_may_be_missing() {
    let sandbox = prepared();
    let target = sandbox.path("mnt/nas/daily.db");
    let hints = sandbox.run(&["db", "backup", target.to_str().unwrap(), "--json"]).refused(9, "", "there is no folder");
    assert!(hints[0].contains("mount the disk"), "{hints:?}");
    assert!(!sandbox.path("mnt").exists());
}

#[test]
fn a_database_that_goes_away_while_it_is_written_is_told() {
    let sandbox = prepared();
    let conn = sandbox.open();
    for replaced in [false, true] {
        let tx = conn.begin_write().unwrap();
        let aside = sandbox.path(if replaced { "aside2.db" } else { "aside.db" });
        fs::rename(sandbox.db(), &aside).unwrap();
        if replaced {
            fs::write(sandbox.db(), "another").unwrap();
        }
        let error = tx.commit().unwrap_err();
        assert_eq!(error.code, "no-database");
        assert!(error.message.contains("deleted or replaced meanwhile; nothing was written"), "{}", error.message);
        fs::rename(&aside, sandbox.db()).unwrap();
    }
    sandbox.sh("db check").ok();
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let sandbox = prepared();
    // Nobody, not even root, makes files there.
    for args in [
        &["db", "backup", "/proc/copy.db"][..],
        &["export", "users", "/proc/users.csv"],
        &["export", "--all", "/proc/folder"],
        &["export", "--as-toml", "/proc/acme.toml"],
        &["bu", "list", "--db", "/proc/acme.db"],
    ] {
        let outcome = sandbox.run(args);
        assert_eq!(outcome.code, 9, "{args:?}: {}", outcome.stderr);
        assert!(outcome.stderr.contains("/proc"), "{args:?}: {}", outcome.stderr);
    }
    let outcome = sandbox.feed(
        "Quartz-Meadow-41-Lantern\n",
        &["init", "--name", "X", "--login", "a@b.example", "--db", "/proc/new.db", "--password-stdin"],
    );
    assert_eq!(outcome.code, 9, "{}", outcome.stderr);
}
