//! What is promised about secrets, files and the screen, one test for each promise that no workflow's test shows.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use clap::Arg;
use provost::cli::commands::grammar;
use provost::domain::log::hex;
use provost::service::ports::Clock as _;
use provost::system::{SystemClock, report_panics, variable};
use rusqlite::Connection;
use sha2::{Digest as _, Sha256};

use crate::architecture::sources;
use crate::sandbox::{MARA, PASSWORD, SAMPLE, Sandbox, Script, words};
use crate::terminal::command;

fn prepared() -> Sandbox {
    let sandbox = Sandbox::acme_in_a_file();
    sandbox.set_clock(SystemClock::default().now().0);
    sandbox.act_as(MARA);
    sandbox
}

#[test]
fn passwords_and_tokens_are_kept_as_hashes_of_the_promised_strength() {
    let sandbox = Sandbox::acme_in_a_file();
    let api = sandbox.sh("user token add ci.robot@acme.example --name nightly").ok();
    let invited = sandbox.json("user add new@acme.example --no-mail");
    let invitation = invited["invitation"]["token"].as_str().unwrap().to_owned();
    let db = Connection::open(sandbox.db()).unwrap();
    let phc: String = db.query_row("SELECT phc FROM passwords LIMIT 1", (), |row| row.get(0)).unwrap();
    assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
    let kept = sandbox.dump();
    for token in [api.trim(), &invitation, &sandbox.token().unwrap()] {
        let random = token.rsplit('_').next().unwrap();
        let bits = 4 * random.chars().filter(char::is_ascii_hexdigit).count();
        assert!(bits == 256 && random.len() == 64, "256 bits of randomness: {token}");
        assert!(!kept.contains(token));
        let hash = Sha256::digest(token.as_bytes());
        assert!(kept.contains(&hex(&hash)) || kept.contains(&format!("{:?}", hash.to_vec())), "only its SHA-256");
    }
}

#[test]
fn no_flag_takes_a_secret() {
    fn walk(command: &clap::Command, check: &mut dyn FnMut(&str, &Arg)) {
        command.get_arguments().for_each(|arg| check(command.get_name(), arg));
        command.get_subcommands().for_each(|sub| walk(sub, check));
    }
    let mut root = grammar();
    root.build();
    let mut seen = 0;
    walk(&root, &mut |command, arg| {
        let name = arg.get_id().as_str();
        let speaks_of_one = ["password", "secret", "token", "answer"].iter().any(|word| name.contains(word));
        if !speaks_of_one {
            return;
        }
        seen += 1;
        let value = arg.get_value_names().and_then(|names| names.first()).map(|name| name.as_str());
        let is_harmless = !arg.get_action().takes_values()
            || matches!(value, Some("PATH"))
            || ["must_change_password", "password_never_expires"].contains(&name);
        assert!(is_harmless, "{command} {name} takes {value:?}");
    });
    assert!(seen > 10, "only {seen} arguments speak of secrets");
}

/// Everything that lies in a folder, with its permissions.
fn modes(folder: &Path, found: &mut Vec<(String, u32)>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let meta = entry.metadata().unwrap();
        found.push((entry.path().display().to_string(), meta.permissions().mode() & 0o777));
        if meta.is_dir() {
            modes(&entry.path(), found);
        }
    }
}

#[test]
fn files_are_their_owners_alone_whatever_the_umask_says() {
    let sandbox = Sandbox::in_a_file();
    let folder = sandbox.path("made");
    fs::create_dir(&folder).unwrap();
    sandbox.vars.borrow_mut().extend([
        ("PROVOST_DB".to_owned(), folder.join("acme.db").display().to_string()),
        ("XDG_STATE_HOME".to_owned(), folder.join("state").display().to_string()),
        ("XDG_CONFIG_HOME".to_owned(), sandbox.path("config").display().to_string()),
    ]);
    let mail = format!("[mail]\ntransport = \"folder\"\nfolder = '{}'\n", folder.join("mail").display());
    fs::create_dir_all(sandbox.path("config/provost")).unwrap();
    fs::write(sandbox.path("config/provost/config.toml"), mail).unwrap();
    fs::write(sandbox.path("rows.csv"), "login\ngood@x.example\nbad\n").unwrap();
    let in_folder = |name: &str| folder.join(name).display().to_string();
    let (backup, rows, rejects) = (in_folder("backup.db"), sandbox.path("rows.csv"), in_folder("rejects.csv"));
    fs::write(sandbox.path("pw.txt"), PASSWORD).unwrap();
    for (line, code) in [
        (format!("init --from {SAMPLE} --password-file {}", sandbox.path("pw.txt").display()), 0),
        (format!("login {MARA} --password-file {}", sandbox.path("pw.txt").display()), 0),
        ("user add mailed@x.example".to_owned(), 0),
        ("outbox send".to_owned(), 0),
        (format!("db backup {backup}"), 0),
        (format!("db restore {backup} --yes"), 0),
        (format!("login {MARA} --password-file {}", sandbox.path("pw.txt").display()), 0),
        (format!("export users {}", in_folder("users.csv")), 0),
        (format!("export --all {}", in_folder("all")), 0),
        (format!("export --as-toml {}", in_folder("acme.toml")), 0),
        (format!("import users {} --on-error skip --rejects {rejects} --no-mail", rows.display()), 10),
    ] {
        assert_eq!(loose(&sandbox, &line), code, "{line}");
    }
    let mut found = Vec::new();
    modes(&folder, &mut found);
    assert!(found.len() > 20, "{found:?}");
    let open: Vec<_> = found.iter().filter(|(_, mode)| mode & 0o077 != 0).collect();
    assert!(open.is_empty(), "{open:?}");
    assert!(
        !found.iter().any(|(path, _)| path.contains(".provost-") || path.ends_with(".tmp")),
        "nothing is left over"
    );
}

/// Runs the real binary where new files are everybody's; gives the exit code.
fn loose(sandbox: &Sandbox, line: &str) -> i32 {
    let args = words(line);
    let provost = command(sandbox, &args.iter().map(String::as_str).collect::<Vec<_>>());
    let mut shell = Command::new("sh");
    shell.args(["-c", "umask 0; exec \"$0\" \"$@\""]).arg(provost.get_program()).args(provost.get_args()).env_clear();
    shell.envs(provost.get_envs().filter_map(|(name, value)| value.map(|value| (name, value))));
    shell.stdin(Stdio::null()).output().unwrap().status.code().unwrap()
}

#[test]
fn names_that_got_into_the_file_by_hand_are_harmless_on_the_screen() {
    let sandbox = Sandbox::acme_in_a_file();
    let db = Connection::open(sandbox.db()).unwrap();
    let columns: Vec<(String, String)> = db
        .prepare(
            "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c
             WHERE m.type = 'table' AND c.name IN ('name', 'title', 'description', 'comments', 'division', 'location',
                   'first_name', 'last_name', 'phone', 'details', 'os', 'dns_name')",
        )
        .unwrap()
        .query_map((), |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert!(columns.len() > 20, "{columns:?}");
    for (table, column) in columns {
        let sql = format!("UPDATE {table} SET {column} = {column} || char(27) || ']0;owned' || char(7) || char(8238)");
        // Where a check of the table refuses it, it cannot be there.
        let _ = db.execute(&sql, ());
    }
    let mut root = grammar();
    root.build();
    let mut lists = 0;
    let mut torn = 0;
    for line in reading_verbs(&root) {
        for form in ["table", "json", "jsonl", "csv"] {
            let args = words(&format!("{line} -o {form} --color never"));
            let outcome = sandbox.ask(&Script::default(), &args.iter().map(String::as_str).collect::<Vec<_>>());
            assert!([0, 1].contains(&outcome.code), "{line}: {outcome:?}");
            lists += 1;
            torn += usize::from(outcome.stdout.contains("owned"));
            let text = [outcome.stdout, outcome.stderr].concat();
            let sign = text.chars().find(|sign| sign.is_control() && !"\n\r".contains(*sign) || *sign == '\u{202e}');
            assert_eq!(sign, None, "{line} -o {form}");
        }
    }
    assert!(lists > 40 && torn > 20, "{torn} of {lists} showed what was planted");
}

/// The verbs that read without arguments, such as `user list`.
fn reading_verbs(root: &clap::Command) -> Vec<String> {
    let mut found = vec!["whoami".to_owned(), format!("access list {MARA}"), format!("user show {MARA}")];
    for noun in root.get_subcommands() {
        for verb in noun.get_subcommands().filter(|verb| ["list", "show", "activity"].contains(&verb.get_name())) {
            if !verb.get_positionals().any(|arg| arg.is_required_set()) {
                found.push(format!("{} {}", noun.get_name(), verb.get_name()));
            }
        }
    }
    found
}

#[test]
fn no_output_tells_a_hash() {
    let sandbox = Sandbox::acme_in_a_file();
    sandbox.sh("user token add ci.robot@acme.example --name nightly").ok();
    let db = Connection::open(sandbox.db()).unwrap();
    let hash: String = db.query_row("SELECT phc FROM passwords LIMIT 1", (), |row| row.get(0)).unwrap();
    let session = hex(&Sha256::digest(sandbox.token().unwrap().as_bytes()));
    let mut root = grammar();
    root.build();
    let mut lines = reading_verbs(&root);
    lines.extend(["user token list ci.robot@acme.example", "user sessions", "db info", "db check"].map(str::to_owned));
    for line in lines {
        for form in ["table", "json", "jsonl", "csv"] {
            let outcome = sandbox.sh(&format!("{line} -o {form}"));
            let text = [outcome.stdout, outcome.stderr].concat();
            assert!(!text.contains(&hash) && !text.contains("$argon2") && !text.contains(&session), "{line} -o {form}");
        }
    }
    sandbox.run(&["export", "--all", sandbox.path("all").to_str().unwrap()]).ok();
    for file in fs::read_dir(sandbox.path("all")).unwrap().map(|file| file.unwrap().path()) {
        let text = fs::read_to_string(&file).unwrap();
        assert!(!text.contains("$argon2") && !text.contains(&session), "{}", file.display());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_process_that_holds_a_password_dumps_no_core() {
    let sandbox = prepared();
    let mut child = command(&sandbox, &["login", MARA, "--password-stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It reads until the end of its input, which does not come yet.
    child.stdin.as_mut().unwrap().write_all(PASSWORD.as_bytes()).unwrap();
    let limits = loop {
        let limits = fs::read_to_string(format!("/proc/{}/limits", child.id())).unwrap();
        let line = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap().to_owned();
        let started = fs::read_to_string(format!("/proc/{}/cmdline", child.id())).unwrap().contains("login");
        if started && line.split_whitespace().nth(5) == Some("0") || child.try_wait().unwrap().is_some() {
            break line;
        }
        std::thread::yield_now();
    };
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(limits.split_whitespace().skip(4).take(2).collect::<Vec<_>>(), ["0", "0"], "{limits}");
}

#[test]
fn a_panic_quotes_nothing() {
    const INNER: &str = "PROVOST_TEST_PANICS";
    if variable(INNER).is_some() {
        report_panics();
        panic!("the password is {PASSWORD}");
    }
    let inner = Command::new(std::env::current_exe().unwrap())
        .args(["security::a_panic_quotes_nothing", "--exact", "--nocapture"])
        .env(INNER, "1")
        .output()
        .unwrap();
    let said = [inner.stdout, inner.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert_eq!(inner.status.code(), Some(70), "{said}");
    assert!(said.contains("error: this is a defect in provost, at tests/it/security.rs:"), "{said}");
    assert!(!said.contains(PASSWORD), "{said}");
}

#[test]
fn each_promise_names_a_test_that_there_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = [sources(&root.join("tests")), sources(&root.join("src"))].concat();
    let tests: String = files.into_iter().map(|(_, text)| text).collect();
    for document in ["docs/security.md", "docs/reliability.md"] {
        let text = fs::read_to_string(root.join(document)).unwrap();
        let mut named = 0;
        for line in text.lines().filter(|line| line.starts_with('|')) {
            for word in
                line.split('`').skip(1).step_by(2).filter(|word| word.contains('_') && !word.contains(['.', ' ']))
            {
                let name = word.rsplit("::").next().unwrap();
                assert!(tests.contains(&format!("fn {name}(")), "{document} names `{word}`, which is no test");
                named += 1;
            }
        }
        assert!(named > 8, "{document} names {named} tests");
    }
}
