//! Opening a database of this program: the file, its version, and what a process left half-done.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use super::ahead::BY_READERS;
use super::connection::Conn;
use super::engine::Access;
use super::location::{Location, MAKE_ONE};
use super::place::{has_log, is_on_a_read_only_disk, may_not_write, unfinished, unreadable, was_interrupted};
use super::{migrate, private};
use crate::domain::{Error, Kind, Result};

/// What a connection is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenMode {
    /// Reading one snapshot.
    Read,
    /// Reading and writing.
    Write,
    /// Beginning to write at once, which tells of the version, too.
    WriteAtOnce,
    /// Bringing an older schema up to date.
    Migrate,
    /// Looking at a file of this program, whatever its version.
    Inspect,
    /// Checking constraints, which the engine knows on connections alone that could write.
    Check,
}

impl Conn {
    /// Begins a new database without a schema as yet: a file, readable by its owner alone, or an organisation on a server.
    pub fn create(location: &Location, wait: Duration) -> Result<Self> {
        match location {
            Location::File(path) => {
                create_private(path)?;
                let conn = Self::connect(path, Access::Write, wait)?;
                conn.batch("PRAGMA journal_mode = WAL")?;
                Ok(conn)
            }
            Location::Server(server) => {
                let conn = Self::connect_to(server, wait)?;
                if migrate::is_there(&conn)? {
                    return Err(exists_already(location));
                }
                Ok(conn.into_new())
            }
        }
    }

    /// Connects to a server, whatever organisations are on it, the one of the address or not.
    pub fn open_place(location: &Location, wait: Duration) -> Result<Self> {
        match location {
            Location::File(path) => Self::open_file(path, OpenMode::Inspect, wait, true),
            Location::Server(server) => Self::connect_to(server, wait),
        }
    }

    /// Opens an existing database of this program and schema.
    pub fn open(location: &Location, mode: OpenMode, wait: Duration, allow_insecure: bool) -> Result<Self> {
        match location {
            Location::File(path) => Self::open_file(path, mode, wait, allow_insecure),
            Location::Server(server) => {
                let conn = Self::connect_to(server, wait)?;
                match mode {
                    OpenMode::WriteAtOnce => return Ok(conn.with_check(migrate::check_version)),
                    OpenMode::Read => {
                        conn.begin_read()?;
                        conn.ask_ahead(&BY_READERS)?;
                    }
                    OpenMode::Write | OpenMode::Migrate | OpenMode::Inspect | OpenMode::Check => {}
                }
                conn.check_version(mode)?;
                Ok(conn)
            }
        }
    }

    /// Opens the file of an existing database.
    pub fn open_file(path: &Path, mode: OpenMode, wait: Duration, allow_insecure: bool) -> Result<Self> {
        check_file(path, allow_insecure)?;
        match Self::open_as(path, mode, wait) {
            Err(error) if error.kind == Kind::Unusable && was_interrupted(path) => {
                Self::recover(path, wait).map_err(|_| error)?;
                Self::open_as(path, mode, wait)
            }
            Err(error) if error.kind == Kind::Unusable && is_on_a_read_only_disk(path) => match mode {
                OpenMode::Read | OpenMode::Inspect if has_log(path) => Err(unfinished(path)),
                OpenMode::Read | OpenMode::Inspect => Self::open_with(path, Access::Frozen, mode, wait),
                _ => Err(may_not_write(path)),
            },
            opened => opened,
        }
    }

    fn open_as(path: &Path, mode: OpenMode, wait: Duration) -> Result<Self> {
        let access = match mode {
            OpenMode::Read | OpenMode::Inspect => Access::Read,
            OpenMode::Write | OpenMode::WriteAtOnce | OpenMode::Migrate | OpenMode::Check => Access::Write,
        };
        Self::open_with(path, access, mode, wait)
    }

    fn open_with(path: &Path, access: Access, mode: OpenMode, wait: Duration) -> Result<Self> {
        let conn = Self::connect(path, access, wait)?;
        conn.check_version(mode)?;
        if matches!(mode, OpenMode::Write | OpenMode::WriteAtOnce | OpenMode::Migrate) {
            if conn.is_read_only()? {
                return Err(may_not_write(path));
            }
            // A backup that was copied into place is a single file without a log until somebody writes.
            conn.begin_a_log()?;
        }
        Ok(conn)
    }

    /// Sets up the log; the engine does not wait for others who do so at the same time.
    fn begin_a_log(&self) -> Result<()> {
        const TRIES: usize = 20;
        for _ in 1..TRIES {
            match self.batch("PRAGMA journal_mode = WAL") {
                Err(error) if error.kind == Kind::Busy => self.batch("BEGIN IMMEDIATE; COMMIT")?,
                done => return done,
            }
        }
        self.batch("PRAGMA journal_mode = WAL")
    }

    fn check_version(&self, mode: OpenMode) -> Result<()> {
        match mode {
            OpenMode::Migrate | OpenMode::Inspect => migrate::check_not_newer(self),
            OpenMode::Read | OpenMode::Write | OpenMode::WriteAtOnce | OpenMode::Check => migrate::check_version(self),
        }
    }

    /// Rolls back what a process left half-done that died before it set up its log: a reader may not.
    fn recover(path: &Path, wait: Duration) -> Result<()> {
        let conn = Self::connect(path, Access::Write, wait)?;
        conn.exists("SELECT 1 FROM sqlite_schema", []).map(drop)
    }
}

fn no_database(path: &Path) -> Error {
    Error::new(Kind::Unusable, format!("there is no database at `{}`", path.display()))
        .code("no-database")
        .hint(MAKE_ONE)
        .hint("or name another file with `--db PATH`")
}

#[cfg(unix)]
fn check_file(path: &Path, allow_insecure: bool) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let meta = match fs::metadata(path) {
        Ok(meta) => meta,
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(no_database(path)),
        Err(error) => return Err(unreadable(path, error)),
    };
    if !meta.is_file() {
        return Err(Error::new(Kind::Unusable, format!("`{}` is not a file", path.display()))
            .hint("name the database file with `--db PATH`"));
    }
    if meta.permissions().mode() & 0o022 != 0 && !allow_insecure {
        return Err(Error::new(Kind::Unusable, format!("others may write to `{}`", path.display()))
            .code("insecure-file")
            .hint(format!("chmod 600 '{}'", path.display()))
            .hint("or add `--allow-insecure-file`"));
    }
    Ok(())
}

#[cfg(not(unix))]
fn check_file(path: &Path, _allow_insecure: bool) -> Result<()> {
    if path.is_file() { Ok(()) } else { Err(no_database(path)) }
}

/// The error for a place at which there is something already (SUB-1).
pub fn exists_already(location: &Location) -> Error {
    let error = Error::conflict("SUB-1", format!("`{location}` exists already")).code("already-exists");
    match location {
        Location::File(_) => error.hint("name another file with `--db PATH`"),
        Location::Server(_) => error.hint("name another organisation in the address: `organisation=NAME`"),
    }
}

fn create_private(path: &Path) -> Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        private::create_folder(folder).map_err(|error| unreadable(folder, error))?;
    }
    match private::for_writing().create_new(true).open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(exists_already(&Location::File(path.to_owned()))),
        Err(error) => Err(unreadable(path, error)),
    }
}
