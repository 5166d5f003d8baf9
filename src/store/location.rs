//! Where a database is: a file, or a server.

use std::any::Any;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;

use super::beside::with_suffix;
use crate::domain::text::printable;
use crate::domain::{Error, Kind, Result, Secret};

/// Where a database is.
#[derive(Debug, Clone)]
// There is one of a command, or two.
#[allow(clippy::large_enum_variant)]
pub enum Location {
    /// The embedded engine.
    File(PathBuf),
    /// PostgreSQL.
    Server(Server),
}

/// An organisation on a server. It holds no secret but the password, which is never shown.
#[derive(Clone)]
pub struct Server {
    /// As it was typed.
    address: String,
    /// The same without what the driver does not know.
    pub url: String,
    /// The schema of the organisation.
    pub organisation: String,
    /// Who is asked for, behind `dbname`.
    pub hosts: Vec<String>,
    pub database: String,
    pub user: Option<String>,
    pub encryption: Encryption,
    /// A certificate to trust, instead of those of the system.
    pub trusted: Option<PathBuf>,
    /// A certificate that tells the server who asks, and its key.
    pub own_certificate: Option<PathBuf>,
    pub own_key: Option<PathBuf>,
    /// How long an answer is waited for.
    pub answer_timeout: Duration,
    /// A file with the password.
    pub password_file: Option<PathBuf>,
    pub password: Option<Rc<Secret>>,
    /// Connections to it that nobody uses just now.
    pub idle: Idle,
}

/// What is kept for the next who needs one; whoever holds a copy of the address, shares it.
#[derive(Clone, Default)]
pub struct Idle(Rc<RefCell<Vec<Rc<dyn Any>>>>);

impl Idle {
    /// Takes one, if it is there.
    pub fn take<T: 'static>(&self) -> Option<Rc<T>> {
        self.0.borrow_mut().pop()?.downcast().ok()
    }

    /// Keeps one, unless there are enough.
    pub fn give(&self, one: Rc<dyn Any>) {
        let mut kept = self.0.borrow_mut();
        if kept.len() < MOST_IDLE {
            kept.push(one);
        }
    }
}

/// Whether the connection is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    /// With a certificate that names the host and is trusted.
    Verified,
    /// Not at all.
    None,
}

/// What to do where no organisation is yet.
pub const MAKE_ONE: &str = "make one: `provost init --name \"My Organisation\" --login me@example.org`";
const HOW_TO_WRITE: &str = "write it as `postgres://USER@HOST/DATABASE?organisation=NAME`";
const HOW_TO_NAME: &str = "name a file, or a server: `--db postgres://HOST/DATABASE?organisation=NAME`";
/// The schema of an organisation whose address names none.
const ORGANISATION: &str = "provost";
/// How long an answer is waited for unless the address says otherwise.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);
/// So many connections wait for the next who needs one: a command uses two at once.
const MOST_IDLE: usize = 2;
/// The longest name of a schema.
const LONGEST: usize = 63;

impl Location {
    /// Reads what somebody typed.
    ///
    /// # Errors
    /// `usage` for an address that is none of ours, and for a password in it.
    pub fn read(typed: PathBuf) -> Result<Self> {
        match typed.to_str().map(str::trim) {
            Some(text) if is_address(text) => Server::read(text).map(Self::Server),
            // It may hold a password, and is not repeated.
            Some(text) if is_of_other_tools(text) => {
                Err(Error::usage("a server is named by one address, and not by words with `=`").hint(HOW_TO_NAME))
            }
            _ => Ok(Self::File(typed)),
        }
    }

    /// Where mails are put if nothing takes them: beside the file, or in a folder of whoever works with a server.
    pub fn spool(&self, folder: &Path) -> PathBuf {
        match self {
            Self::File(path) => with_suffix(path, ".outbox"),
            Self::Server(server) => folder.join(format!("{}.outbox", server.organisation)),
        }
    }

    /// The file, if it is one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Server(_) => None,
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Server(server) => write!(f, "{}", server.address),
        }
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.address)
    }
}

/// Whether somebody means an address: a word, a colon and a slash. Drives of one letter are paths.
fn is_address(text: &str) -> bool {
    let scheme = text.split_once(":/").map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| {
        scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+.-:".contains(&byte))
    })
}

/// Whether somebody means a server as its own tools are told of one: `host=… user=…`.
fn is_of_other_tools(text: &str) -> bool {
    let keys = ["host=", "hostaddr=", "port=", "dbname=", "user=", "password=", "service="];
    keys.iter().any(|key| text.starts_with(key))
}

/// What stands behind the scheme, if it is the address of a server that provost knows.
pub fn of_server(text: &str) -> Option<&str> {
    ["postgres://", "postgresql://"].iter().find_map(|scheme| text.strip_prefix(scheme))
}

impl Server {
    fn read(text: &str) -> Result<Self> {
        let Some(rest) = of_server(text) else {
            let scheme = text.split(':').next().unwrap_or_default();
            let message = format!("`{}:` is no address of a database that provost knows", printable(scheme));
            return Err(Error::usage(message).hint(HOW_TO_NAME));
        };
        let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, database) = place.split_once('/').unwrap_or((place, ""));
        let (user, hosts) = match authority.rsplit_once('@') {
            Some((user, hosts)) => (Some(user), hosts),
            None => (None, authority),
        };
        // Of a password with a slash in it, the rest stands where the database should.
        if user.is_some_and(|user| decoded(user).contains(':')) || database.contains('@') {
            return Err(password_in_address());
        }
        if text.contains("%00") {
            return Err(Error::usage("the address holds `%00`, which no name has").hint(HOW_TO_WRITE));
        }
        if database.is_empty() {
            return Err(Error::usage("the address names no database").hint(HOW_TO_WRITE));
        }
        let mut server = Self {
            address: text.to_owned(),
            url: String::new(),
            organisation: ORGANISATION.to_owned(),
            hosts: hosts.split(',').filter(|host| !host.is_empty()).map(decoded).collect(),
            database: decoded(database),
            user: user.map(decoded),
            encryption: Encryption::Verified,
            trusted: None,
            own_certificate: None,
            own_key: None,
            answer_timeout: ANSWER_TIMEOUT,
            password_file: None,
            password: None,
            idle: Idle::default(),
        };
        let mut is_said = false;
        let (mut others, mut said) = (Vec::new(), BTreeSet::new());
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let key = decoded(key);
            if !said.insert(key.clone()) {
                return Err(
                    Error::usage(format!("`{}` stands twice in the address", printable(&key))).hint("say it once")
                );
            }
            match key.as_str() {
                "organisation" => server.organisation = organisation(&decoded(value))?,
                "password_file" => server.password_file = Some(decoded(value).into()),
                "answer_timeout" => server.answer_timeout = seconds(&key, value)?,
                "connect_timeout" => {
                    seconds(&key, value)?;
                    others.push(pair);
                }
                "port" if !hosts.is_empty() => {
                    return Err(Error::usage("the port of a host stands behind it").hint("write it as `HOST:PORT`"));
                }
                "sslcert" => server.own_certificate = Some(decoded(value).into()),
                "sslkey" => server.own_key = Some(decoded(value).into()),
                "sslrootcert" => server.trusted = Some(decoded(value).into()),
                "sslmode" => (server.encryption, is_said) = (encryption(value)?, true),
                "password" => return Err(password_in_address()),
                "host" => {
                    server.hosts = decoded(value).split(',').map(str::to_owned).collect();
                    others.push(pair);
                }
                _ => others.push(pair),
            }
        }
        if !is_said && server.hosts.iter().all(|host| is_here(host)) {
            server.encryption = Encryption::None;
        }
        let mark = if others.is_empty() { "" } else { "?" };
        server.url = format!("postgres://{place}{mark}{}", others.join("&"));
        Ok(server)
    }

    /// The same server with another organisation.
    pub fn with_organisation(&self, name: &str) -> Self {
        let mark = if self.url.contains('?') { '&' } else { '?' };
        Self {
            organisation: name.to_owned(),
            address: format!("{}{mark}organisation={name}", self.url),
            idle: Idle::default(),
            ..self.clone()
        }
    }

    /// The error for a schema that holds what is none of ours.
    pub fn holds_other_tables(&self) -> Error {
        let message =
            format!("the schema `{}` in the database {} holds other tables already", self.organisation, self.place());
        Error::new(Kind::Unusable, message)
            .hint("name another organisation in the address: `organisation=NAME`")
            .hint("or wait, if another command is making this one")
    }

    /// Host and database, for messages.
    pub fn place(&self) -> String {
        let hosts = if self.hosts.is_empty() { "localhost".to_owned() } else { self.hosts.join(",") };
        format!("`{}` on {hosts}", self.database)
    }
}

/// A socket, or this machine.
fn is_here(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    host.starts_with('/') || host == "[::1]" || ["localhost", "127.0.0.1", "[::1]", "::1"].contains(&name)
}

fn organisation(name: &str) -> Result<String> {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let begins_well = name.starts_with(|first: char| first.is_ascii_lowercase());
    let is_the_servers = name.starts_with("pg_") || name == "information_schema";
    if begins_well && name.len() <= LONGEST && name.bytes().all(is_plain) && !is_the_servers {
        return Ok(name.to_owned());
    }
    Err(Error::usage(format!("`{}` cannot be the name of an organisation on a server", printable(name)))
        .hint("use up to 63 small letters, digits and `_`, beginning with a letter"))
}

fn seconds(key: &str, text: &str) -> Result<Duration> {
    text.parse().ok().filter(|seconds| *seconds > 0).map(Duration::from_secs).ok_or_else(|| {
        Error::usage(format!("`{key}={}` is no number of seconds", printable(text))).hint(format!("{key}=120"))
    })
}

fn encryption(mode: &str) -> Result<Encryption> {
    match mode {
        "verify-full" => Ok(Encryption::Verified),
        "disable" => Ok(Encryption::None),
        _ => Err(Error::usage(format!("`sslmode={}` does not protect what is sent", printable(mode)))
            .hint("use `sslmode=verify-full`, with `sslrootcert=FILE` for a certificate of your own")
            .hint("or `sslmode=disable` where nobody else is on the network")),
    }
}

fn password_in_address() -> Error {
    Error::usage("a password in an address is seen by everybody on this machine")
        .hint("put it into ~/.pgpass, or name a file of yours: `password_file=FILE` in the address")
        .hint("or set PGPASSWORD, or use a certificate: `sslcert=FILE&sslkey=FILE`")
}

/// Without `%xx`.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let code = (*first == b'%').then(|| behind.get(..2)).flatten().and_then(|code| str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = behind.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A value as it stands in an address.
pub fn encoded(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~/,:".contains(byte);
    text.bytes().map(|byte| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// What is said where only a file will do.
pub fn not_a_file(what: &str) -> Error {
    Error::new(Kind::Usage, format!("`{what}` works on a file, and this database is on a server"))
        .hint("name a file with `--db PATH`, or use the server's own tools")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(text: &str) -> Server {
        match Location::read(text.into()).unwrap() {
            Location::Server(server) => server,
            Location::File(path) => unreachable_file(&path),
        }
    }

    fn unreachable_file(path: &Path) -> Server {
        assert!(path.as_os_str().is_empty(), "{} was taken for a file", path.display());
        Server::read("postgres://x/y").unwrap()
    }

    #[test]
    fn addresses_are_read_and_what_is_ours_is_kept_from_the_driver() {
        let one =
            server("postgres://ann@db.example:5433/main?organisation=acme&connect_timeout=3&password_file=/p%20w");
        assert_eq!(one.url, "postgres://ann@db.example:5433/main?connect_timeout=3");
        assert_eq!((one.organisation.as_str(), one.database.as_str()), ("acme", "main"));
        assert_eq!(one.password_file, Some("/p w".into()));
        assert_eq!(one.encryption, Encryption::Verified);
        assert_eq!(one.place(), "`main` on db.example:5433");
        assert_eq!(server("postgresql:///main?host=/run/pg").encryption, Encryption::None);
        assert_eq!(server("postgres://localhost:5433/main").encryption, Encryption::None);
        assert_eq!(server("postgres://a,b/main").hosts, ["a", "b"]);
        assert_eq!(server("postgres://localhost/main").organisation, ORGANISATION);
    }

    #[test]
    fn what_looks_like_an_address_is_never_a_file() {
        for wrong in [
            "mysql://host/db",
            "postgres:/x",
            "http://x",
            "postgres:///x?sslmode=prefer",
            "file:/x",
            "postgres://h",
            "postgres://h/%00",
            "postgres://h/d?port=5433",
            "postgres:///d?host=h&port=1&port=2",
            "postgres://h/d?connect_timeout=0",
            "postgres://h/d?organisation=a&organisation=b",
        ] {
            assert_eq!(Location::read(wrong.into()).unwrap_err().kind, Kind::Usage, "{wrong}");
        }
        for path in ["acme.db", "/tmp/a:b.db", "C:/acme.db", "./postgres", "a b:/c"] {
            assert!(Location::read(path.into()).unwrap().file().is_some(), "{path}");
        }
        for name in ["Acme", "pg_x", "information_schema", "1a", "a-b", "", &"a".repeat(64)] {
            assert!(Location::read(format!("postgres://h/d?organisation={name}").into()).is_err(), "{name}");
        }
    }

    #[test]
    fn a_password_in_an_address_is_refused_and_not_repeated() {
        for wrong in [
            "postgres://ann:hunter2@h/d",
            "postgres://ann%3Ahunter2@h/d",
            "postgres://ann:hun/ter2@127.0.0.1/d",
            "postgres://h/d?password=hunter2",
            "postgres://h/d?pass%77ord=hunter2",
            " postgres://ann:hunter2@h/d",
            "jdbc:postgresql://h/d?user=u&password=hunter2",
            "host=h user=u password=hunter2",
        ] {
            let error = Location::read(wrong.into()).unwrap_err();
            assert!(!format!("{error:?}").contains("ter2"), "{wrong}");
        }
    }
}
