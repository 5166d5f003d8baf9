//! What a fuzzer calls, one function for each way in: whatever the bytes are, nothing panics, nothing is an internal
//! error, and what was understood is written and understood again to the same.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::fmt::Display;
use std::fs;
use std::io::Cursor;
use std::str::FromStr;

use provost::cli::config_file::ConfigFile;
use provost::cli::machine::Machine;
use provost::cli::prompt::TerminalPrompt;
use provost::cli::{Environment, Terminal, run};
use provost::domain::tag::Rule;
use provost::domain::text::{domain_name, web_address};
use provost::domain::zone::ZoneName;
use provost::domain::{Address, AddressRange, EventFilter, Here, Key, Line, Login, Moment, Name, Tense, Time};
use provost::service::organisation::source;
use provost::system::{SystemClock, SystemRandom};
use tempfile::TempDir;

/// Single values: addresses, names, rules, filters, times, settings.
pub fn values(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    comes_back::<Address>(text);
    comes_back::<AddressRange>(text);
    comes_back::<Login>(text);
    comes_back::<Name>(text);
    comes_back::<Rule>(text);
    comes_back::<EventFilter>(text);
    let _ = (text.parse::<Line>(), domain_name(text), web_address(text), text.parse::<ZoneName>());
    let here = Here::new(Time(1_800_000_000), None);
    if let Ok((first, last)) = text.parse::<Moment>().and_then(|moment| moment.span(&here, Tense::Past)) {
        assert!(first <= last, "{text:?}");
        assert_eq!(Time::parse_absolute(&first.to_string()).ok(), Some(first).filter(|first| first.0 >= 0), "{text:?}");
    }
    for key in Key::ALL {
        let _ = key.parse(text);
    }
}

/// What is parsed is written so that it is parsed to the same.
fn comes_back<T: FromStr + Display>(text: &str) {
    if let Ok(value) = text.parse::<T>() {
        let written = value.to_string();
        let again = written.parse::<T>().map(|value| value.to_string());
        assert_eq!(again.ok().as_ref(), Some(&written), "{text:?}");
    }
}

/// The file of `init --from`.
pub fn organisation(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = source::read("fuzz.toml", text);
    }
}

/// Rows of CSV, JSON and JSON lines, of the kind that the first byte says.
pub fn rows(data: &[u8]) {
    const KINDS: [&str; 14] = [
        "users",
        "bus",
        "asset-groups",
        "assets",
        "domains",
        "appliances",
        "groups",
        "projects",
        "tags",
        "configs",
        "tickets",
        "remediation-policies",
        "auth-records",
        "events",
    ];
    let Some((first, rest)) = data.split_first() else { return };
    let kind = KINDS[usize::from(*first) / 3 % KINDS.len()];
    let format = ["csv", "json", "jsonl"][usize::from(*first) % 3];
    play(rest, &["import", kind, "-", "--format", format, "--no-mail", "--on-existing", "update", "--dry-run"]);
}

/// Command lines, as `batch` reads them; whatever they do is rolled back.
pub fn commands(data: &[u8]) {
    play(data, &["batch", "-", "--yes", "--dry-run"]);
}

/// Lines of `access check`, filters and sort keys.
pub fn questions(data: &[u8]) {
    play(data, &["access", "check", "-"]);
    if let Ok(text) = std::str::from_utf8(data) {
        play(b"", &["user", "list", &format!("--filter={text}")]);
        play(b"", &["user", "list", &format!("--sort={text}"), &format!("--fields={text}")]);
        play(b"", &["log", "list", &format!("--since={text}")]);
    }
}

/// The configuration file.
pub fn configuration(data: &[u8]) {
    with_home(|home| {
        let folder = home.path().join(".config").join("provost");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("config.toml"), data).unwrap();
        if let Ok(file) = ConfigFile::read(&home.path().join(".config")) {
            let _ = (file.output(), file.color());
        }
        fs::remove_file(folder.join("config.toml")).unwrap();
    });
}

/// Runs a command over the sample organisation; it is no internal error, whatever it says.
fn play(stdin: &[u8], args: &[&str]) {
    with_home(|home| assert_ne!(start(home, stdin, args), 70, "{args:?}"));
}

/// Lends a home with the sample organisation, founded once by each thread.
fn with_home(work: impl FnOnce(&TempDir)) {
    thread_local! {
        static HOME: OnceCell<TempDir> = const { OnceCell::new() };
    }
    let found = || {
        let home = TempDir::new().unwrap();
        let db = home.path().join("fuzz.db").display().to_string();
        assert_eq!(start(&home, b"", &["demo", "--db", &db]), 0);
        assert_eq!(start(&home, b"", &["whoami"]), 0);
        home
    };
    HOME.with(|home| work(home.get_or_init(found)));
}

fn start(home: &TempDir, stdin: &[u8], args: &[&str]) -> u8 {
    let path = |name: &str| home.path().join(name).display().to_string();
    let vars = HashMap::from([("HOME", path("")), ("TMPDIR", path("")), ("PROVOST_DB", path("fuzz.db"))]);
    run(Environment {
        args: std::iter::once("provost").chain(args.iter().copied()).map(Into::into).collect(),
        var: &|name| vars.get(name).cloned(),
        stdin: &mut Cursor::new(stdin),
        stdout: &mut std::io::sink(),
        stderr: &mut std::io::sink(),
        terminal: Terminal::default(),
        prompt: &TerminalPrompt,
        clock: &SystemClock::default(),
        random: &SystemRandom,
        os_user: &|| "fuzzer".to_owned(),
        machine: Machine { folder: home.path().join("etc"), owner: 0 },
    })
}
