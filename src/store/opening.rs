//! Opening a database of this program: the file, its version, and what a process left half-done.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::beside::with_suffix;
use super::connection::Conn;
use super::engine::Access;
use super::{migrate, private};
use crate::domain::{Error, Kind, Result};

/// What a connection is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenMode {
    /// Reading one snapshot.
    Read,
    /// Reading and writing.
    Write,
    /// Bringing an older schema up to date.
    Migrate,
    /// Looking at a file of this program, whatever its version.
    Inspect,
    /// Checking constraints, which the engine knows on connections alone that could write.
    Check,
}

impl Conn {
    /// Creates a new database file, readable by its owner alone, without a schema as yet.
    pub fn create(path: &Path, wait: Duration) -> Result<Self> {
        create_private(path)?;
        let conn = Self::connect(path, Access::Write, wait)?;
        conn.batch("PRAGMA journal_mode = WAL")?;
        Ok(conn)
    }

    /// Opens an existing database of this program and schema.
    pub fn open(path: &Path, mode: OpenMode, wait: Duration, allow_insecure: bool) -> Result<Self> {
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
            OpenMode::Write | OpenMode::Migrate | OpenMode::Check => Access::Write,
        };
        Self::open_with(path, access, mode, wait)
    }

    fn open_with(path: &Path, access: Access, mode: OpenMode, wait: Duration) -> Result<Self> {
        let conn = Self::connect(path, access, wait)?;
        match mode {
            OpenMode::Migrate | OpenMode::Inspect => migrate::check_not_newer(&conn)?,
            OpenMode::Read | OpenMode::Write | OpenMode::Check => migrate::check_version(&conn)?,
        }
        if matches!(mode, OpenMode::Write | OpenMode::Migrate) {
            if conn.is_read_only()? {
                return Err(may_not_write(path));
            }
            // A backup that was copied into place is a single file without a log until somebody writes.
            conn.batch("PRAGMA journal_mode = WAL")?;
        }
        Ok(conn)
    }

    /// Rolls back what a process left half-done that died before it set up its log: a reader may not.
    fn recover(path: &Path, wait: Duration) -> Result<()> {
        let conn = Self::connect(path, Access::Write, wait)?;
        conn.exists("SELECT 1 FROM sqlite_schema", []).map(drop)
    }
}

/// Whether a process died in the middle of a change to a database that was in rollback mode.
fn was_interrupted(path: &Path) -> bool {
    has_beside(path, "-journal")
}

/// Whether there are changes beside a database that are not yet in its file.
fn has_log(path: &Path) -> bool {
    has_beside(path, "-wal")
}

fn has_beside(path: &Path, suffix: &str) -> bool {
    fs::metadata(with_suffix(path, suffix)).is_ok_and(|file| file.len() > 0)
}

fn no_database(path: &Path) -> Error {
    Error::new(Kind::Unusable, format!("there is no database at `{}`", path.display()))
        .code("no-database")
        .hint("make one: `provost init --name \"My Organisation\" --login me@example.org`")
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

/// The error for a disk without room.
pub fn disk_full() -> Error {
    Error::new(Kind::Unusable, "the disk is full; nothing was written")
        .code("disk-full")
        .hint("free some space and try again")
}

fn may_not_write(path: &Path) -> Error {
    let path_is = |what: &str| Error::new(Kind::Unusable, format!("`{}` {what}", path.display()));
    if is_on_a_read_only_disk(path) {
        return path_is("is on a disk that is mounted read-only").hint("write to the database where it lives");
    }
    path_is("is not yours to write to").hint("check the permissions of the file and its folder")
}

/// A reader cannot follow a log that it may not lock.
fn unfinished(path: &Path) -> Error {
    let message = format!("`{}` is on a disk that is mounted read-only, and has changes beside it", path.display());
    Error::new(Kind::Unusable, message).hint(format!(
        "copy `{0}` with `{0}-wal` to where you may write, and name the copy with `--db PATH`",
        path.display()
    ))
}

/// Whether nobody can write there, whatever the permissions say.
fn is_on_a_read_only_disk(path: &Path) -> bool {
    let opened = fs::OpenOptions::new().append(true).open(path);
    opened.is_err_and(|error| error.kind() == ErrorKind::ReadOnlyFilesystem)
}

/// The error for a file or folder that the operating system refuses.
pub(super) fn unreadable(path: &Path, error: std::io::Error) -> Error {
    if error.kind() == ErrorKind::StorageFull {
        return disk_full().source(error);
    }
    Error::new(Kind::Unusable, format!("`{}` cannot be used: {error}", path.display())).source(error)
}

/// The file that was opened, to tell whether it still has its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    path: PathBuf,
    file: Option<(u64, u64)>,
}

impl Place {
    /// Notes which file a path names.
    pub fn of(path: &Path) -> Self {
        Self { path: path.to_owned(), file: fs::metadata(path).ok().as_ref().map(file_id) }
    }

    /// Refuses to go on with a file that has been deleted or replaced: what is written to it is lost.
    pub fn check(&self) -> Result<()> {
        if Self::of(&self.path) == *self {
            return Ok(());
        }
        let message = format!("`{}` was deleted or replaced meanwhile; nothing was written", self.path.display());
        Err(Error::new(Kind::Unusable, message)
            .code("no-database")
            .hint("look for it, or restore a backup: `provost db restore FILE`"))
    }
}

#[cfg(unix)]
fn file_id(meta: &fs::Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt as _;
    (meta.dev(), meta.ino())
}

#[cfg(not(unix))]
fn file_id(_meta: &fs::Metadata) -> (u64, u64) {
    (0, 0)
}

/// The error for a path at which there is something already (SUB-1).
pub fn exists_already(path: &Path) -> Error {
    Error::conflict("SUB-1", format!("`{}` exists already", path.display()))
        .code("already-exists")
        .hint("name another file with `--db PATH`")
}

fn create_private(path: &Path) -> Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        private::create_folder(folder).map_err(|error| unreadable(folder, error))?;
    }
    match private::for_writing().create_new(true).open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(exists_already(path)),
        Err(error) => Err(unreadable(path, error)),
    }
}
