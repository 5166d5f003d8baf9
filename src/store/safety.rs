//! Safety copies: what a database was before it is replaced or migrated.

use std::fs;
use std::path::{Path, PathBuf};

use super::beside::with_suffix;
use super::copy_names::{short_hash, stamp};
use super::place::unreadable;
use super::private::create_folder;
use super::{Conn, backup};
use crate::domain::{Result, Time};

/// Where safety copies are kept, and how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafetyCopies {
    /// The folder; none: one beside the database.
    pub folder: Option<PathBuf>,
    /// How many are kept of a database; 0: none is made.
    pub keep: usize,
}

impl SafetyCopies {
    /// How many are kept unless the configuration says otherwise.
    pub const KEEP: usize = 5;

    pub fn folder_of(&self, database: &Path) -> PathBuf {
        let Some(folder) = &self.folder else {
            return with_suffix(database, ".copies");
        };
        folder.join(own_name(database))
    }

    /// The name of the next copy, which nothing bears as yet.
    pub fn next(&self, database: &Path, why: &str, now: Time) -> PathBuf {
        let folder = self.folder_of(database);
        let stem = format!("{}{}-{why}", prefix(database), stamp(now));
        let numbered = |number: u32| match number {
            1 => folder.join(format!("{stem}.db")),
            number => folder.join(format!("{stem}-{number}.db")),
        };
        // Behind all that there are of this second, though earlier ones may be gone: the newest sorts last.
        let copies = self.list(database).unwrap_or_default();
        let last = copies.iter().filter_map(|path| number_of(path, &stem)).max().unwrap_or_default();
        (last + 1..)
            .map(numbered)
            .find(|path| fs::symlink_metadata(path).is_err())
            .unwrap_or_else(|| numbered(last + 1))
    }

    /// Whether any copy is kept.
    pub const fn is_kept(&self) -> bool {
        self.keep > 0
    }

    /// Copies the database, unless none is to be kept; gives the copy.
    pub fn make(&self, conn: &Conn, database: &Path, why: &str, now: Time) -> Result<Option<PathBuf>> {
        if !self.is_kept() {
            return Ok(None);
        }
        let folder = self.folder_of(database);
        create_folder(&folder).map_err(|error| unreadable(&folder, error))?;
        let path = self.next(database, why, now);
        backup::copy(conn, &path)?;
        Ok(Some(path))
    }

    /// The copies of a database, the newest first.
    pub fn list(&self, database: &Path) -> Result<Vec<PathBuf>> {
        let folder = self.folder_of(database);
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(unreadable(&folder, error)),
        };
        let prefix = prefix(database);
        let mut copies: Vec<PathBuf> = entries
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.is_file() && is_copy(path, &prefix))
            .collect();
        // Of the same second, the higher number is the longer name.
        copies.sort_by_cached_key(|path| {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let stamp: String = name.chars().skip(prefix.chars().count()).take(STAMP.len()).collect();
            std::cmp::Reverse((stamp, name.len(), name))
        });
        Ok(copies)
    }

    /// Removes the oldest copies beyond those that are kept; none where none is to be made.
    pub fn trim(&self, database: &Path) -> Result<()> {
        let beyond = self.list(database)?.into_iter().skip(self.keep);
        for path in beyond.filter(|_| self.keep > 0) {
            backup::remove(&path)?;
        }
        Ok(())
    }
}

/// The number of a copy whose name begins so: `STEM.db` is the first.
fn number_of(path: &Path, stem: &str) -> Option<u32> {
    let rest = path.file_name()?.to_str()?.strip_prefix(stem)?.strip_suffix(".db")?;
    if rest.is_empty() { Some(1) } else { rest.strip_prefix('-')?.parse().ok() }
}

/// How the time of a copy is written.
const STAMP: &str = "20261126T091500Z";

/// The folder of a database among those of others: its name, and a part of the hash of its whole path.
fn own_name(database: &Path) -> String {
    let place = database.canonicalize().or_else(|_| std::path::absolute(database)).unwrap_or_else(|_| database.into());
    format!("{}{}", prefix(database), short_hash(place.as_os_str().as_encoded_bytes()))
}

/// What the names of all copies of a database begin with.
fn prefix(database: &Path) -> String {
    let stem = database.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    format!("{stem}-")
}

/// Whether a file is a copy of that database: `STEM-20261126T091500Z-before-….db`.
fn is_copy(path: &Path, prefix: &str) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let Some((stamp, why)) = name.strip_prefix(prefix).and_then(|rest| rest.split_once('-')) else { return false };
    let is_stamp =
        stamp.len() == STAMP.len() && stamp.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'T' | b'Z'));
    is_stamp && why.starts_with("before-") && why.ends_with(".db")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_safety_copies_of_the_same_database_are_taken_for_such() {
        let prefix = prefix(Path::new("/x/acme.db"));
        let is = |name: &str| is_copy(&Path::new("/x").join(name), &prefix);
        assert!(is("acme-20261126T091500Z-before-restore.db") && is("acme-20261126T091500Z-before-migrate-2.db"));
        for other in [
            "acme.db",
            "acme-2-20261126T091500Z-before-restore.db",
            "acme-mine.db",
            "acme-20261126T091500Z-before-restore.db-wal",
        ] {
            assert!(!is(other), "{other}");
        }
    }
}
