//! Whole database files: copied while others write, and put in each other's place.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use tempfile::NamedTempFile;

use super::beside::{self, with_suffix};
use super::engine::Access;
use super::place::unreadable;
use super::private::{self, create_folder, temporary_in};
use super::{Conn, Location, OpenMode, Tx, migrate, organisations, transfer};
use crate::domain::{Error, Kind, Result};

/// Copies one snapshot of a database into a new file, readable by its owner alone; others may go on writing. The copy
/// is checked, made durable, and only then gets its name: there is a whole copy, or none. Gives its size in bytes.
pub fn copy(conn: &Conn, target: &Path) -> Result<u64> {
    refuse_existing(target)?;
    refuse_missing_folder(target)?;
    let file = begin(target)?;
    copy_into(conn, &file)?;
    keep(file, target)
}

/// A database made ready to take another's place, in a file beside it.
pub struct Stage {
    conn: Conn,
    file: NamedTempFile,
}

impl Stage {
    /// Copies a database into a file beside the place it is meant for.
    pub fn of(source: &Conn, place: &Path, wait: Duration) -> Result<Self> {
        let file = begin(place)?;
        copy_into(source, &file)?;
        let conn = Conn::connect(file.path(), Access::Write, wait)?;
        Ok(Self { conn, file })
    }

    /// The database that is made ready.
    pub const fn conn(&self) -> &Conn {
        &self.conn
    }

    /// Where it is made ready.
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// Makes the database of that place readable as `present` on the connection, while `work` runs.
    pub fn beside<T>(&self, place: &Path, work: impl FnOnce(&Conn) -> Result<T>) -> Result<T> {
        let place = place.to_str().ok_or_else(|| Error::new(Kind::Unusable, "the path of the database is no text"))?;
        self.conn.execute("ATTACH DATABASE ?1 AS present", [place])?;
        let result = work(&self.conn);
        self.conn.execute("DETACH DATABASE present", [])?;
        result
    }

    /// Puts it where there is nothing as yet.
    pub fn place(self, target: &Location, wait: Duration) -> Result<()> {
        match target {
            Location::File(path) => self.place_in_file(path),
            Location::Server(_) => transfer::copy(&self.conn, &Conn::create(target, wait)?),
        }
    }

    fn place_in_file(self, target: &Path) -> Result<()> {
        let Self { conn, file } = self;
        drop(conn);
        refuse_existing(target)?;
        let folder = folder_of(target);
        create_folder(folder).map_err(|error| unreadable(folder, error))?;
        keep(file, target).map(drop)
    }

    /// Puts it in the place of what is no readable database any more, which goes to another name first.
    pub fn place_instead(self, target: &Path, aside: &Path) -> Result<()> {
        refuse_existing(aside)?;
        create_folder(folder_of(aside)).map_err(|error| unreadable(aside, error))?;
        put_aside(target, aside)?;
        self.place_in_file(target).inspect_err(|_| {
            // What is damaged comes back to its place; if not even that works, the error tells of the folder.
            let _ = put_aside(aside, target);
        })
    }

    /// Puts it in the place of an organisation on a server, within the transaction of the one who writes there; that one is
    /// kept under another name, if it is given one.
    pub fn place_within(&self, tx: &Tx<'_>, aside: Option<&str>) -> Result<()> {
        organisations::put_aside(tx, aside)?;
        migrate::create(tx)?;
        transfer::copy_rows(&self.conn, tx)
    }

    /// Writes it over a database that others may have open, as one transaction: they see all of it, or nothing. `work`
    /// runs while nobody else can write there.
    pub fn place_over<T>(&self, target: &mut Conn, work: impl FnOnce(&Self) -> Result<T>) -> Result<T> {
        let copy = self.conn.copy_onto(&mut target.session)?;
        copy.lock()?;
        let result = work(self)?;
        copy.copy()?;
        Ok(result)
    }
}

/// Moves a database file with what SQLite keeps beside it.
fn put_aside(from: &Path, to: &Path) -> Result<()> {
    for suffix in [""].into_iter().chain(beside::SUFFIXES) {
        let (from, to) = (with_suffix(from, suffix), with_suffix(to, suffix));
        match move_file(&from, &to) {
            Err(error) if suffix.is_empty() || error.kind() != ErrorKind::NotFound => {
                return Err(unreadable(&from, error));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Moves a file, to another file system if need be.
fn move_file(from: &Path, to: &Path) -> std::io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == ErrorKind::CrossesDevices => {
            let mut target = private::for_writing().create_new(true).open(to)?;
            std::io::copy(&mut File::open(from)?, &mut target)?;
            target.sync_all()?;
            fs::remove_file(from)
        }
        result => result,
    }
}

/// Removes a database file with what SQLite keeps beside it.
pub fn remove(path: &Path) -> Result<()> {
    fs::remove_file(path).map_err(|error| unreadable(path, error))?;
    // Mostly there is none.
    beside::all(path).for_each(|path| drop(fs::remove_file(path)));
    Ok(())
}

/// A folder that is not there may be a disk that is not mounted: making it would hide that.
fn refuse_missing_folder(target: &Path) -> Result<()> {
    let folder = folder_of(target);
    if folder.is_dir() {
        return Ok(());
    }
    Err(Error::new(Kind::Unusable, format!("there is no folder `{}`; nothing was written", folder.display()))
        .hint("mount the disk that belongs there, or make the folder")
        .hint("or name a file elsewhere"))
}

fn begin(target: &Path) -> Result<NamedTempFile> {
    refuse_name(target)?;
    // Its folder may be still to be made, where it gets its place.
    let folder = folder_of(target).ancestors().find(|folder| folder.is_dir()).unwrap_or(Path::new("."));
    temporary_in(folder).map_err(|error| unreadable(folder, error))
}

/// Copies all of a database, and checks that it is whole. The copy is a single file, without a log beside it.
fn copy_into(conn: &Conn, file: &NamedTempFile) -> Result<()> {
    let mut copy = Conn::connect(file.path(), Access::Write, Duration::ZERO)?;
    copy.batch("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF")?;
    if conn.server().is_some() {
        transfer::copy(conn, &copy)?;
    } else {
        conn.copy_onto(&mut copy.session)?.copy()?;
    }
    copy.one("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    check(&copy)
}

/// Whether all pages are those of a whole database.
fn check(conn: &Conn) -> Result<()> {
    let found: String = conn.one("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if found == "ok" {
        return Ok(());
    }
    Err(Error::new(Kind::Unusable, format!("the database is damaged: {}", found.replace('\n', " ")))
        .code("damaged")
        .hint("look closer: `provost db check`")
        .hint("restore an earlier backup: `provost db restore FILE`"))
}

/// Makes the file durable, and gives it its name; gives its size.
fn keep(file: NamedTempFile, target: &Path) -> Result<u64> {
    let failed = |error| unreadable(target, error);
    file.as_file().sync_all().map_err(failed)?;
    let size = file.as_file().metadata().map_err(failed)?.len();
    file.persist_noclobber(target).map_err(|error| match error.error.kind() {
        ErrorKind::AlreadyExists => exists(target),
        _ => unreadable(target, error.error),
    })?;
    // The name is durable once the folder is; not every file system lets a folder be synced.
    let _ = File::open(folder_of(target)).and_then(|folder| folder.sync_all());
    Ok(size)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Nothing may be at the target, nor what SQLite keeps beside a database: left over from another one, it would be taken
/// for the new one's.
fn refuse_existing(target: &Path) -> Result<()> {
    if fs::symlink_metadata(target).is_ok() {
        return Err(exists(target));
    }
    match beside::all(target).find(|path| fs::symlink_metadata(path).is_ok()) {
        None => Ok(()),
        Some(left) => Err(Error::conflict(
            "LOG-4",
            format!("`{}` is left over from a database that was there before", left.display()),
        )
        .code("already-exists")
        .hint("move it away; together with that database's file it may hold its last changes")),
    }
}

/// SQLite takes a file of such a name for its own, and empties or removes it.
fn refuse_name(target: &Path) -> Result<()> {
    let name = target.to_string_lossy();
    let Some(suffix) = beside::SUFFIXES.into_iter().find(|suffix| name.ends_with(suffix)) else {
        return Ok(());
    };
    Err(Error::conflict("LOG-4", format!("a name that ends in `{suffix}` belongs to SQLite's own files"))
        .hint("name another file, such as one that ends in `.db`"))
}

fn exists(target: &Path) -> Error {
    Error::conflict("LOG-4", format!("`{}` exists already, and is not written over", target.display()))
        .code("already-exists")
        .hint("name another file, or move that one away")
}

/// What is at a database's place.
pub enum Presence {
    /// Nothing.
    Nothing,
    /// A database of this program that can be read.
    Readable(Box<Conn>),
    /// What was one, as far as can be told.
    Damaged(Error),
}

impl Presence {
    /// Looks; what others write to, and what belongs to somebody else, is refused.
    pub fn at(place: &Location, wait: Duration, allow_insecure: bool) -> Result<Self> {
        let opened = Conn::open(place, OpenMode::Migrate, wait, allow_insecure).and_then(|conn| {
            conn.exists("SELECT 1 FROM subscriptions", [])?;
            if place.file().is_some() {
                check(&conn)?;
            }
            Ok(conn)
        });
        match opened {
            Ok(conn) => Ok(Self::Readable(conn.into())),
            Err(error) if error.code == "no-database" => Ok(Self::Nothing),
            Err(error) if error.code == "damaged" && place.file().is_some_and(is_ours) => Ok(Self::Damaged(error)),
            Err(error) if error.code == "damaged" => Err(error.hint("or move it away, and restore into its place")),
            Err(error) => Err(error),
        }
    }
}

/// Whether a damaged file was a database of this program: it is empty, or its header says so.
fn is_ours(place: &Path) -> bool {
    const APPLICATION_ID_AT: usize = 68;
    let Ok(bytes) = read_header(place) else { return false };
    let id = bytes.get(APPLICATION_ID_AT..APPLICATION_ID_AT + 4);
    bytes.is_empty() || id == Some(b"prov")
}

fn read_header(place: &Path) -> std::io::Result<Vec<u8>> {
    use std::io::Read as _;
    let mut bytes = Vec::with_capacity(100);
    File::open(place)?.take(100).read_to_end(&mut bytes)?;
    Ok(bytes)
}
