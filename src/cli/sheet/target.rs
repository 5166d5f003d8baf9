//! Files that are written: beside their place first, and put there once they are whole.

use std::io::{BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::cli::context::Context;
use crate::domain::text::printable;
use crate::domain::{Error, Kind, Result};
use crate::store::beside;
use crate::store::private::temporary_in;

/// A file on its way to its place, readable by its owner alone.
pub struct TargetFile {
    path: PathBuf,
    file: BufWriter<NamedTempFile>,
}

impl TargetFile {
    /// Begins a file; `source` is what is being read, and is not written over.
    pub fn begin(cx: &Context<'_>, path: &Path, source: Option<&Path>) -> Result<Self> {
        if let Some(database) = cx.app.database.file() {
            refuse_to_write_over(database, path, "the database")?;
            for part in beside::all(database) {
                refuse_to_write_over(&part, path, "a part of the database")?;
            }
        }
        if let Some(source) = source {
            refuse_to_write_over(source, path, "the file that is read")?;
        }
        // What a link leads to is written, not the link.
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        refuse_no_file(&path)?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = temporary_in(folder).map_err(|error| unwritable(&path, &error))?;
        Ok(Self { path, file: BufWriter::new(file) })
    }

    /// Makes everything durable that was written so far.
    pub fn settle(&mut self) -> Result<()> {
        let written = self.file.flush().and_then(|()| self.file.get_ref().as_file().sync_all());
        written.map_err(|error| unwritable(&self.path, &error))
    }

    /// Puts the file in its place.
    pub fn keep(mut self) -> Result<()> {
        self.settle()?;
        let path = self.path;
        let file = self.file.into_inner().map_err(|error| unwritable(&path, error.error()))?;
        file.persist(&path).map_err(|error| unwritable(&path, &error.error)).map(drop)
    }
}

impl Write for TargetFile {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

/// Refuses what a file cannot be put in the place of without harm: folders, devices, pipes, and any database.
fn refuse_no_file(path: &Path) -> Result<()> {
    let Ok(meta) = path.metadata() else { return Ok(()) };
    let shown = printable(&path.display().to_string());
    if !meta.is_file() {
        let error = std::io::Error::other(if meta.is_dir() { "it is a folder" } else { "it is no ordinary file" });
        return Err(unwritable(path, &error).hint("or write to standard output"));
    }
    let mut begin = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(16).read_to_end(&mut begin));
    if read.is_ok() && begin == b"SQLite format 3\0" {
        return Err(Error::conflict("SUB-1", format!("`{shown}` is a database, and is not written over"))
            .hint("name another file"));
    }
    Ok(())
}

/// Refuses a path that leads to a file which must stay, whatever it is called.
fn refuse_to_write_over(known: &Path, path: &Path, what: &str) -> Result<()> {
    let same = match (known.canonicalize(), path.canonicalize()) {
        (Ok(known), Ok(path)) => known == path,
        _ => known == path,
    };
    if !same {
        return Ok(());
    }
    let path = printable(&path.display().to_string());
    Err(Error::conflict("SUB-1", format!("`{path}` is {what}, and is not written over")).hint("name another file"))
}

/// The error for a file that cannot be written.
pub fn unwritable(path: &Path, error: &std::io::Error) -> Error {
    let path = printable(&path.display().to_string());
    let unwritable = Error::new(Kind::Unusable, format!("`{path}` cannot be written: {error}"));
    if error.kind() == std::io::ErrorKind::StorageFull {
        return unwritable.code("disk-full").hint("free some space and try again");
    }
    unwritable.hint("name a file in a folder that you may write to")
}
