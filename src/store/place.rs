//! The place of a database: which file is there, what is beside it, and what the operating system refuses of it.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::beside::with_suffix;
use crate::domain::{Error, Kind, Result};

/// Whether a process died in the middle of a change to a database that was in rollback mode.
pub fn was_interrupted(path: &Path) -> bool {
    has_beside(path, "-journal")
}

/// Whether there are changes beside a database that are not yet in its file.
pub fn has_log(path: &Path) -> bool {
    has_beside(path, "-wal")
}

fn has_beside(path: &Path, suffix: &str) -> bool {
    fs::metadata(with_suffix(path, suffix)).is_ok_and(|file| file.len() > 0)
}

/// The error for a disk without room.
pub fn disk_full() -> Error {
    Error::new(Kind::Unusable, "the disk is full; nothing was written")
        .code("disk-full")
        .hint("free some space and try again")
}

pub fn may_not_write(path: &Path) -> Error {
    let path_is = |what: &str| Error::new(Kind::Unusable, format!("`{}` {what}", path.display()));
    if is_on_a_read_only_disk(path) {
        return path_is("is on a disk that is mounted read-only").hint("write to the database where it lives");
    }
    path_is("is not yours to write to").hint("check the permissions of the file and its folder")
}

/// A reader cannot follow a log that it may not lock.
pub fn unfinished(path: &Path) -> Error {
    let message = format!("`{}` is on a disk that is mounted read-only, and has changes beside it", path.display());
    Error::new(Kind::Unusable, message).hint(format!(
        "copy `{0}` with `{0}-wal` to where you may write, and name the copy with `--db PATH`",
        path.display()
    ))
}

/// Whether nobody can write there, whatever the permissions say.
pub fn is_on_a_read_only_disk(path: &Path) -> bool {
    let opened = fs::OpenOptions::new().append(true).open(path);
    opened.is_err_and(|error| error.kind() == ErrorKind::ReadOnlyFilesystem)
}

/// The error for a file or folder that the operating system refuses.
pub fn unreadable(path: &Path, error: std::io::Error) -> Error {
    if error.kind() == ErrorKind::StorageFull {
        return disk_full().source(error);
    }
    Error::new(Kind::Unusable, format!("`{}` cannot be used: {error}", path.display())).source(error)
}

/// The file that was opened, to tell whether it still has its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    path: PathBuf,
    file: Option<(u64, u64)>,
}

impl Place {
    /// Notes which file a path names.
    pub fn of(path: &Path) -> Self {
        Self { path: path.to_owned(), file: fs::metadata(path).ok().as_ref().map(file_id) }
    }

    /// What it was opened by.
    pub fn path(&self) -> &Path {
        &self.path
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
