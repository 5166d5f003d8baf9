//! What SQLite keeps beside a database file, under the file's name with a suffix.

use std::path::{Path, PathBuf};

/// The suffixes of those names.
pub const SUFFIXES: [&str; 3] = ["-wal", "-shm", "-journal"];

/// The files beside a database, whether they are there or not.
pub fn all(database: &Path) -> impl Iterator<Item = PathBuf> + '_ {
    SUFFIXES.into_iter().map(|suffix| with_suffix(database, suffix))
}

/// The path with something behind its name.
pub fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
