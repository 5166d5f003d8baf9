//! A database of its own for every test, and the program run in process on it.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::fs;
use std::io::Cursor;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::sync::OnceLock;

use provost::cli::machine::Machine;
use provost::cli::prompt::Prompt;
use provost::cli::{Environment, Terminal, run};
use provost::domain::{Action, Error, Kind, Name, ObjectKind, Result, Secret, Time};
use provost::service::credential::{new_api_token, new_token, token_hash};
use provost::service::ports::Clock;
use provost::store::{self, Conn, Location, OpenMode};
use provost::system::SystemRandom;
use tempfile::TempDir;

#[cfg(feature = "postgres")]
use crate::server::{self, Database};

/// The manager who founded the sample organisation.
pub const MARA: &str = "mara.lindholm@acme.example";
/// A password that follows the rules.
pub const PASSWORD: &str = "Quartz-Meadow-41-Lantern";
/// The sample organisation.
pub const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data/acme.toml");
/// Where it tells of what was gathered in the course of time, which most tests do without.
const GATHERED: &str = "# Gathered in the course of time.";
/// Events on assets of the sample organisation.
pub const EVENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data/events.csv");
/// People to take on.
pub const PEOPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data/people.csv");
/// When tests begin: 2026-11-23T12:00:00Z.
const START: i64 = 1_795_435_200;

/// The founded sample organisation.
struct Template {
    folder: TempDir,
    token: String,
    #[cfg(feature = "postgres")]
    server: Option<Database>,
}

/// Where the tests run; it is made once.
fn template() -> &'static Template {
    static TEMPLATE: OnceLock<Template> = OnceLock::new();
    TEMPLATE.get_or_init(|| Template::of(Sandbox::empty()))
}

/// The same in a file.
fn template_in_a_file() -> &'static Template {
    static TEMPLATE: OnceLock<Template> = OnceLock::new();
    TEMPLATE.get_or_init(|| Template::of(Sandbox::in_a_file()))
}

impl Template {
    fn of(sandbox: Sandbox) -> Self {
        let described = sandbox.path("described.toml");
        fs::write(&described, fs::read_to_string(SAMPLE).unwrap().split(GATHERED).next().unwrap()).unwrap();
        let init = ["init", "--from", described.to_str().unwrap(), "--password-stdin"];
        sandbox.feed(&format!("{PASSWORD}\n"), &init).ok();
        Self {
            token: fs::read_to_string(sandbox.token_file()).unwrap(),
            folder: sandbox.folder,
            #[cfg(feature = "postgres")]
            server: sandbox.server,
        }
    }
}

/// What a run printed, and its exit code.
#[derive(Debug)]
pub struct Outcome {
    pub code: u8,
    pub stdout: String,
    pub stderr: String,
}

impl Outcome {
    /// Asserts success; gives what was printed.
    #[track_caller]
    pub fn ok(self) -> String {
        assert_eq!(self.code, 0, "{}{}", self.stdout, self.stderr);
        self.stdout
    }

    /// Asserts success; gives the JSON that was printed.
    #[track_caller]
    pub fn json(self) -> serde_json::Value {
        serde_json::from_str(&self.ok()).unwrap()
    }

    /// Asserts a refusal with that exit code and rule, and text in its message; gives its hints.
    #[track_caller]
    pub fn refused(self, code: u8, rule: &str, message: &str) -> Vec<String> {
        assert_eq!(self.code, code, "{}{}", self.stdout, self.stderr);
        assert_eq!(self.stdout, "", "a refusal prints nothing on standard output");
        let error: serde_json::Value =
            serde_json::from_str(&self.stderr).unwrap_or_else(|_| panic!("no JSON: {}", self.stderr));
        let error = &error["error"];
        assert_eq!(error["exit_code"], code);
        assert_eq!(error["rule"].as_str().unwrap_or(""), rule, "{error}");
        assert!(error["message"].as_str().unwrap().contains(message), "{error}");
        serde_json::from_value(error["hints"].clone()).unwrap()
    }
}

/// Answers that are given in turn.
#[derive(Default)]
pub struct Script {
    answers: RefCell<VecDeque<String>>,
    pub asked: RefCell<Vec<String>>,
}

impl Script {
    pub fn new(answers: &[&str]) -> Self {
        Self {
            answers: RefCell::new(answers.iter().map(|answer| (*answer).to_owned()).collect()),
            asked: RefCell::default(),
        }
    }

    fn next(&self, question: &str) -> Result<String> {
        self.asked.borrow_mut().push(question.to_owned());
        self.answers.borrow_mut().pop_front().ok_or_else(|| Error::new(Kind::Interrupted, "no answer is left"))
    }
}

impl Prompt for Script {
    fn line(&self, question: &str) -> Result<String> {
        self.next(question)
    }

    fn secret(&self, question: &str) -> Result<Secret> {
        self.next(question).map(Secret::new)
    }
}

struct TestClock<'a>(&'a Cell<i64>);

impl Clock for TestClock<'_> {
    fn now(&self) -> Time {
        Time(self.0.get())
    }
}

/// A folder with a database, a clock, and who is signed in.
pub struct Sandbox {
    pub folder: TempDir,
    clock: Cell<i64>,
    token: RefCell<Option<String>>,
    pub vars: RefCell<HashMap<String, String>>,
    /// Where its database is, if the tests run on a server.
    #[cfg(feature = "postgres")]
    server: Option<Database>,
}

impl Sandbox {
    /// Without a database.
    pub fn empty() -> Self {
        let sandbox = Self::in_a_file();
        #[cfg(feature = "postgres")]
        if server::address().is_some() {
            return sandbox.on_a_server(Database::new(None));
        }
        sandbox
    }

    #[cfg(feature = "postgres")]
    fn on_a_server(mut self, database: Database) -> Self {
        self.vars.get_mut().insert("PROVOST_DB".to_owned(), database.address());
        self.server = Some(database);
        self
    }

    /// Without a database, which is to be a file also where the tests run on a server.
    pub fn in_a_file() -> Self {
        let folder = TempDir::new().unwrap();
        let text = |path: PathBuf| path.to_str().unwrap().to_owned();
        let root = folder.path();
        let vars = HashMap::from([
            ("HOME".to_owned(), text(root.join("home"))),
            ("XDG_STATE_HOME".to_owned(), text(root.join("state"))),
            ("PROVOST_DB".to_owned(), text(root.join("acme.db"))),
            ("TMPDIR".to_owned(), text(root.join("tmp"))),
        ]);
        Self {
            clock: Cell::new(START),
            token: RefCell::default(),
            vars: RefCell::new(vars),
            folder,
            #[cfg(feature = "postgres")]
            server: None,
        }
    }

    /// With the sample organisation; its manager is signed in.
    pub fn acme() -> Self {
        Self::from(template())
    }

    /// The same in a file also where the tests run on a server.
    pub fn acme_in_a_file() -> Self {
        Self::from(template_in_a_file())
    }

    fn from(template: &Template) -> Self {
        let sandbox = Self::in_a_file();
        *sandbox.token.borrow_mut() = Some(template.token.trim().to_owned());
        #[cfg(feature = "postgres")]
        if let Some(database) = &template.server {
            return sandbox.on_a_server(Database::new(Some(database)));
        }
        fs::copy(template.folder.path().join("acme.db"), sandbox.db()).unwrap();
        sandbox
    }

    /// With a small organisation of its own, described in the form of `init --from`.
    pub fn of(toml: &str) -> Self {
        let sandbox = Self::empty();
        let path = sandbox.path("org.toml");
        fs::write(&path, toml).unwrap();
        sandbox.feed(&format!("{PASSWORD}\n"), &["init", "--from", path.to_str().unwrap(), "--password-stdin"]).ok();
        sandbox
    }

    /// Another one with the same files, the same time and the same person signed in.
    pub fn copy(&self) -> Self {
        #[cfg(not(feature = "postgres"))]
        let copy = Self::in_a_file();
        #[cfg(feature = "postgres")]
        let copy = match &self.server {
            Some(database) => Self::in_a_file().on_a_server(Database::new(Some(database))),
            None => Self::in_a_file(),
        };
        copy_folder(self.folder.path(), copy.folder.path());
        copy.clock.set(self.clock.get());
        *copy.token.borrow_mut() = self.token();
        copy
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn db(&self) -> PathBuf {
        self.path("acme.db")
    }

    /// Where mails are put if nothing takes them.
    pub fn outbox(&self) -> PathBuf {
        let spool = self.location().spool(&self.path("home/.local/share/provost"));
        fs::create_dir_all(spool.parent().unwrap()).unwrap();
        spool
    }

    pub fn token_file(&self) -> PathBuf {
        let folder = self.path("state").join("provost");
        fs::read_dir(folder).unwrap().next().unwrap().unwrap().path()
    }

    /// Lets time pass.
    pub fn advance(&self, seconds: i64) {
        self.clock.set(self.clock.get() + seconds);
    }

    /// The time of its clock.
    pub fn now(&self) -> Time {
        Time(self.clock.get())
    }

    /// Sets the clock, to the present where the real binary takes part.
    pub fn set_clock(&self, now: i64) {
        self.clock.set(now);
    }

    /// Signs a user in, whatever its password; all later runs are that user's.
    pub fn act_as(&self, login: &str) -> &Self {
        let conn = self.open();
        let user = store::naming::by_key(&conn, ObjectKind::User, login).unwrap().remove(0);
        let token = new_token(&SystemRandom).unwrap();
        let tx = conn.begin_write().unwrap();
        store::session::insert(&tx, &token_hash(&token), user.id, Time(self.clock.get()), "local", "test").unwrap();
        tx.commit().unwrap();
        *self.token.borrow_mut() = Some(token.expose().to_owned());
        self
    }

    /// Works with an api token of a user, narrowed to these actions; all later runs do.
    pub fn act_with_token(&self, login: &str, allow: &[Action]) -> &Self {
        let conn = self.open();
        let user = store::naming::by_key(&conn, ObjectKind::User, login).unwrap().remove(0);
        let token = new_api_token(&SystemRandom).unwrap();
        let hash = token_hash(&token);
        let name = Name::from_str(&format!("t{}", hash[..8].iter().map(u8::to_string).collect::<String>())).unwrap();
        let tx = conn.begin_write().unwrap();
        store::api_token::insert(&tx, &hash, user.id, &name, Some(allow), Time(self.clock.get()), &user, None).unwrap();
        tx.commit().unwrap();
        *self.token.borrow_mut() = Some(token.expose().to_owned());
        self
    }

    /// The session token of whoever acts.
    pub fn token(&self) -> Option<String> {
        self.token.borrow().clone()
    }

    /// Where the database is.
    pub fn location(&self) -> Location {
        Location::read(self.vars.borrow()["PROVOST_DB"].clone().into()).unwrap()
    }

    /// Changes the database behind the program's back.
    pub fn tamper(&self, sql: &str) {
        #[cfg(feature = "postgres")]
        if let Some(database) = &self.server {
            // What no operation did is no history.
            let forget = "DELETE FROM history WHERE id > (SELECT max(last_change) FROM operations)";
            return database.client().batch_execute(&format!("{sql};{forget}")).unwrap();
        }
        let db = rusqlite::Connection::open(self.db()).unwrap();
        db.execute_batch("PRAGMA foreign_keys = ON").unwrap();
        db.execute_batch(sql).unwrap();
    }

    /// The number that a query gives.
    pub fn number(&self, sql: &str) -> i64 {
        self.open().one(sql, [], |row| row.get(0)).unwrap()
    }

    pub fn open(&self) -> Conn {
        Conn::open(&self.location(), OpenMode::Write, std::time::Duration::from_secs(5), false).unwrap()
    }

    /// Runs a command without a terminal.
    pub fn run(&self, args: &[&str]) -> Outcome {
        self.feed("", args)
    }

    /// Runs a command line as typed.
    pub fn sh(&self, line: &str) -> Outcome {
        let words = words(line);
        self.run(&words.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// Runs a command line for its JSON.
    #[track_caller]
    pub fn json(&self, line: &str) -> serde_json::Value {
        self.sh(&format!("{line} --json")).json()
    }

    /// Runs a command line that is refused.
    #[track_caller]
    pub fn refused(&self, line: &str, code: u8, rule: &str, message: &str) -> Vec<String> {
        let before = self.dump_without_log();
        let hints = self.sh(&format!("{line} --json")).refused(code, rule, message);
        assert_eq!(before, self.dump_without_log(), "a refusal leaves the database as it was");
        hints
    }

    /// Runs a command with text on standard input.
    pub fn feed(&self, stdin: &str, args: &[&str]) -> Outcome {
        self.start(stdin.as_bytes(), args, Terminal::default(), &Script::default())
    }

    /// Runs a command at a terminal of 80 columns, with answers.
    pub fn ask(&self, script: &Script, args: &[&str]) -> Outcome {
        let terminal = Terminal { stdin: true, stdout: true, stderr: true, width: Some(80), height: None };
        self.start(b"", args, terminal, script)
    }

    /// Runs a command.
    pub fn start(&self, stdin: &[u8], args: &[&str], terminal: Terminal, prompt: &dyn Prompt) -> Outcome {
        let mut vars = self.vars.borrow().clone();
        if let Some(token) = &*self.token.borrow() {
            vars.entry("PROVOST_TOKEN".to_owned()).or_insert_with(|| token.clone());
        }
        let (mut stdin, mut stdout, mut stderr) = (Cursor::new(stdin), Vec::new(), Vec::new());
        let code = run(Environment {
            args: std::iter::once("provost").chain(args.iter().copied()).map(Into::into).collect(),
            var: &|name| vars.get(name).cloned(),
            stdin: &mut stdin,
            stdout: &mut stdout,
            stderr: &mut stderr,
            terminal,
            prompt,
            clock: &TestClock(&self.clock),
            random: &SystemRandom,
            os_user: &|| "tester".to_owned(),
            machine: self.machine(),
        });
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Outcome { code, stdout: text(stdout), stderr: text(stderr) }
    }

    /// The configuration of the whole machine, which belongs to whoever runs the tests.
    pub fn machine(&self) -> Machine {
        Machine { folder: self.path("etc"), owner: fs::metadata(self.path("")).unwrap().uid() }
    }

    /// Everything in the database, as it is stored.
    pub fn bytes(&self) -> Vec<u8> {
        if self.location().file().is_some() { fs::read(self.db()).unwrap() } else { self.dump().into_bytes() }
    }

    /// Everything in the database, as text.
    pub fn dump(&self) -> String {
        self.dump_tables(|_| true)
    }

    /// Everything but the log and the times at which sessions were used.
    pub fn dump_without_log(&self) -> String {
        self.dump_tables(|table| !table.starts_with("log_") && table != "sessions")
    }

    /// Everything in the wanted tables.
    pub fn dump_tables(&self, wanted: impl Fn(&str) -> bool) -> String {
        #[cfg(feature = "postgres")]
        if let Some(database) = &self.server {
            return database.dump(wanted);
        }
        self.dump_of(&self.db(), wanted)
    }

    /// The same of another database.
    pub fn dump_of(&self, path: &Path, wanted: impl Fn(&str) -> bool) -> String {
        let db = rusqlite::Connection::open(path).unwrap();
        let mut tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").unwrap();
        let names: Vec<String> =
            tables.query_map([], |row| row.get(0)).unwrap().map(rusqlite::Result::unwrap).collect();
        let mut text = String::new();
        for table in names.iter().filter(|table| wanted(table)) {
            let mut rows = db.prepare(&format!("SELECT * FROM {table}")).unwrap();
            let columns = rows.column_count();
            let mut lines: Vec<String> = rows
                .query_map([], |row| {
                    let cells: Vec<String> = (0..columns).map(|at| cell(row.get_ref(at).unwrap())).collect();
                    Ok(cells.join(" "))
                })
                .unwrap()
                .map(rusqlite::Result::unwrap)
                .collect();
            lines.sort();
            text.push_str(&format!("-- {table}\n{}\n", lines.join("\n")));
        }
        text
    }
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap().map(std::result::Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A stored value as text.
fn cell(value: rusqlite::types::ValueRef<'_>) -> String {
    match value {
        rusqlite::types::ValueRef::Text(text) => format!("{:?}", String::from_utf8_lossy(text)),
        other => format!("{other:?}"),
    }
}

/// Splits a line as a shell would.
pub fn words(line: &str) -> Vec<String> {
    shell_words::split(line).unwrap()
}
