//! SQLite: one local file.

use std::path::Path;
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::config::DbConfig;
use rusqlite::ffi;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::ToSqlOutput;
pub(super) use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags, Statement, ToSql};

use super::param::{self, Named, Param, Params, RowSink, Until, Value, names};
use crate::domain::text::key;
use crate::domain::{Address, Error, Id, Kind, Result};
use crate::store::place::disk_full;

/// What a session may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Read,
    /// Read and write.
    Write,
    /// Read what nobody can write to, such as a file on a disk that is mounted read-only.
    Frozen,
}

/// An open database.
pub struct Lite(Connection);

/// One cell of a row.
#[derive(Clone, Copy)]
pub struct Cell<'r>(ValueRef<'r>);

impl<'r> Cell<'r> {
    #[cfg(feature = "postgres")]
    pub(super) const fn of(value: ValueRef<'r>) -> Self {
        Self(value)
    }

    /// Whether nothing is there.
    pub const fn is_null(self) -> bool {
        matches!(self.0, ValueRef::Null)
    }

    /// The number.
    pub fn integer(self) -> Result<i64> {
        self.0.as_i64().map_err(|error| self.misread(error))
    }

    /// The text.
    pub fn text(self) -> Result<&'r str> {
        self.0.as_str().map_err(|error| self.misread(error))
    }

    /// The bytes.
    pub fn bytes(self) -> Result<&'r [u8]> {
        self.0.as_blob().map_err(|error| self.misread(error))
    }

    /// Whatever it is; what is missing is of no kind that anybody could tell.
    pub fn value(self) -> Result<Value<'r>> {
        Ok(match self.0 {
            ValueRef::Null => Value::Null(param::Kind::Text),
            ValueRef::Integer(number) => Value::Integer(number),
            ValueRef::Blob(bytes) => Value::Bytes(bytes.into()),
            ValueRef::Text(_) | ValueRef::Real(_) => Value::Text(self.text()?.into()),
        })
    }

    /// The error for a value that this program does not write.
    pub fn misread(self, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
        rusqlite::Error::FromSqlConversionFailure(0, self.0.data_type(), error.into()).into()
    }
}

/// One row of a query.
#[derive(Clone, Copy)]
pub struct LiteRow<'r>(&'r rusqlite::Row<'r>);

impl<'r> LiteRow<'r> {
    /// How many columns it has.
    pub fn width(self) -> usize {
        self.0.as_ref().column_count()
    }

    /// The cell of a column, counted from 0.
    pub fn cell(self, at: usize) -> Result<Cell<'r>> {
        Ok(Cell(self.0.get_ref(at)?))
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null(_) => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

impl Lite {
    /// Opens a file, whatever is in it.
    pub fn connect(path: &Path, access: Access, wait: Duration) -> Result<Self> {
        let flags = match access {
            Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
            Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
            Access::Frozen => OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI,
        };
        let name = if access == Access::Frozen { frozen(path).into() } else { path.to_owned() };
        let db = Connection::open_with_flags(name, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        db.busy_timeout(wait)?;
        db.set_prepared_statement_cache_capacity(64);
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
        // Plans do not depend on the values that are bound: a cached statement is not planned again for others.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        add_functions(&db)?;
        if access == Access::Write {
            // What is temporary, such as triggers, needs no file.
            db.execute_batch("PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY")?;
        }
        Ok(Self(db))
    }

    /// Whether nothing can be written, though that was asked for.
    pub fn is_read_only(&self) -> Result<bool> {
        Ok(self.0.is_readonly(rusqlite::MAIN_DB)?)
    }

    /// Whether a transaction is open.
    pub fn is_in_transaction(&self) -> bool {
        !self.0.is_autocommit()
    }

    /// Begins one snapshot for reading.
    pub fn begin_read(&self) -> Result<()> {
        self.batch("BEGIN")
    }

    /// Begins to write; waits for another writer as long as the connection was told to.
    pub fn begin_write(&self, _: Duration, _: bool, _: &[&str]) -> Result<()> {
        self.execute("BEGIN IMMEDIATE", []).map(drop)
    }

    /// It is as quick to ask when an answer is needed.
    pub fn ask_ahead(&self, _: &[&str]) -> Result<()> {
        Ok(())
    }

    /// So it is with this.
    pub fn foresee(&self, _: Until, _: impl FnOnce()) -> Result<()> {
        Ok(())
    }

    /// There is none.
    pub fn forget_old_answers(&self) {}

    /// There is none.
    pub fn forget_answers(&self) {}

    pub fn begin_part(&self) -> Result<()> {
        self.execute("SAVEPOINT part", []).map(drop)
    }

    pub fn keep_part(&self) -> Result<()> {
        self.execute("RELEASE part", []).map(drop)
    }

    pub fn undo_part(&self) -> Result<()> {
        self.batch("ROLLBACK TO part; RELEASE part")
    }

    pub fn commit(&self) -> Result<()> {
        self.execute("COMMIT", []).map(drop)
    }

    pub fn rollback(&self) -> Result<()> {
        self.batch("ROLLBACK")
    }

    /// Hands on rows of a query until there is none, or no more is wanted.
    pub fn query(&self, sql: &str, params: impl Params, row: impl FnMut(LiteRow<'_>) -> Result<bool>) -> Result<()> {
        note(sql, &params);
        let mut statement = self.0.prepare_cached(sql)?;
        bind(&mut statement, params)?;
        hand_on(sql, &mut statement, row)
    }

    /// The same, with as many of the parameters as the query names.
    pub fn query_with_first(
        &self,
        sql: &str,
        params: &[&dyn Param],
        row: impl FnMut(LiteRow<'_>) -> Result<bool>,
    ) -> Result<()> {
        let mut statement = self.0.prepare_cached(sql)?;
        let named = params.get(..statement.parameter_count()).unwrap_or(params);
        note(sql, &named);
        bind(&mut statement, named)?;
        hand_on(sql, &mut statement, row)
    }

    /// Runs one statement; gives the number of rows changed.
    pub fn execute(&self, sql: &str, params: impl Params) -> Result<usize> {
        let mut statement = self.0.prepare_cached(sql)?;
        bind(&mut statement, params)?;
        let done = statement.raw_execute();
        count(sql, &statement);
        Ok(done?)
    }

    /// Runs one statement.
    pub fn later(&self, sql: &str, params: impl Params) -> Result<()> {
        self.execute(sql, params).map(drop)
    }

    /// Fills a table with the rows that are handed on.
    pub fn fill(&self, table: &str, columns: &[Named], rows: impl FnOnce(RowSink<'_>) -> Result<()>) -> Result<()> {
        let marks: Vec<_> = (1..=columns.len()).map(|number| format!("?{number}")).collect();
        let sql = format!("INSERT INTO \"{table}\" ({}) VALUES ({})", names(columns), marks.join(", "));
        let mut statement = self.0.prepare(&sql)?;
        rows(&mut |row| {
            for (at, value) in row.iter().enumerate() {
                statement.raw_bind_parameter(at + 1, value)?;
            }
            statement.raw_execute()?;
            Ok(())
        })
    }

    /// Runs several statements at once; for the schema only.
    pub fn batch(&self, sql: &str) -> Result<()> {
        Ok(self.0.execute_batch(sql)?)
    }

    /// How many rows this session has changed so far.
    pub fn changes(&self) -> Result<u64> {
        Ok(self.0.total_changes())
    }

    /// The same.
    pub fn writes(&self) -> u64 {
        self.0.total_changes()
    }

    /// Inserts a row; gives its id, if it was not there already. Asking the statement itself for it costs a table of its own
    /// each time.
    pub fn insert(&self, sql: &str, params: impl Params) -> Result<Option<Id>> {
        let is_new = self.execute(sql, params)? > 0;
        Ok(is_new.then(|| self.0.last_insert_rowid()))
    }
}

/// The address of a file that SQLite takes for unchangeable: it keeps nothing beside it then.
fn frozen(path: &Path) -> String {
    let mut address = "file:".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => address.push(char::from(*byte)),
            byte => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address + "?immutable=1"
}

/// Tells tests what is asked.
fn note(_sql: &str, _params: &impl Params) {
    #[cfg(debug_assertions)]
    super::recorder::note(_sql, _params);
}

/// Tells tests what that took.
fn count(_sql: &str, _statement: &Statement<'_>) {
    #[cfg(debug_assertions)]
    {
        let steps = _statement.reset_status(rusqlite::StatementStatus::VmStep);
        super::recorder::spend(_sql, u64::try_from(steps).unwrap_or_default());
    }
}

/// `fold(text)` is the form in which names are compared, `shown(bytes)` an address as it is printed.
fn add_functions(db: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    db.create_scalar_function("fold", 1, flags, |context| match context.get_raw(0) {
        ValueRef::Text(text) => Ok(Some(key(&String::from_utf8_lossy(text)))),
        _ => Ok(None),
    })?;
    db.create_scalar_function("shown", 1, flags, |context| {
        Ok(context.get_raw(0).as_blob().ok().and_then(Address::from_bytes).map(|address| address.to_string()))
    })
}

fn bind(statement: &mut Statement<'_>, params: impl Params) -> Result<()> {
    let mut at = 0;
    params.each(|value| {
        at += 1;
        Ok(statement.raw_bind_parameter(at, value)?)
    })
}

fn hand_on(sql: &str, statement: &mut Statement<'_>, mut row: impl FnMut(LiteRow<'_>) -> Result<bool>) -> Result<()> {
    let mut rows = statement.raw_query();
    while let Some(next) = rows.next()? {
        if !row(LiteRow(next))? {
            break;
        }
    }
    drop(rows);
    count(sql, statement);
    Ok(())
}

/// A copy of all pages of one database onto another, as one transaction there.
pub struct PageCopy<'a>(Backup<'a, 'a>);

impl<'a> PageCopy<'a> {
    pub fn begin(from: &'a Lite, onto: &'a mut Lite) -> Result<Self> {
        Ok(Self(Backup::new(&from.0, &mut onto.0)?))
    }

    /// Locks the target without copying anything yet.
    pub fn lock(&self) -> Result<()> {
        self.step(0)
    }

    /// Copies all pages in one step: one snapshot, whatever others write meanwhile.
    pub fn copy(&self) -> Result<()> {
        self.step(-1)
    }

    fn step(&self, pages: i32) -> Result<()> {
        match self.0.step(pages)? {
            StepResult::Busy | StepResult::Locked => Err(busy()),
            _ => Ok(()),
        }
    }
}

/// What is said where a row must be there and is not.
pub fn no_row() -> Error {
    rusqlite::Error::QueryReturnedNoRows.into()
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let code = error.sqlite_error_code();
        if code != Some(ErrorCode::DatabaseCorrupt) && is_damage(&error) {
            return damaged("the database holds something that provost did not write").source(error);
        }
        let known = match code {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => busy(),
            Some(ErrorCode::DiskFull) => disk_full(),
            Some(ErrorCode::DatabaseCorrupt) => {
                damaged("the database is damaged: a part of it is missing, or was overwritten")
            }
            Some(ErrorCode::NotADatabase) => damaged("the file is no database, or is damaged"),
            // Readers too need a little room, for the map of the log.
            Some(ErrorCode::SystemIoFailure) if is_out_of_room(&error) => disk_full(),
            Some(ErrorCode::SystemIoFailure) => {
                Self::new(Kind::Unusable, "the database could not be read or written; nothing was written")
                    .hint("check free space, file-size limits and the medium")
            }
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
                Self::new(Kind::Unusable, "the database, or the folder it is in, cannot be opened or written")
                    .hint("check the permissions of the file and its folder")
            }
            Some(ErrorCode::ConstraintViolation) => Self::internal("the database refused a row").code("constraint"),
            _ => Self::internal("the database refused a statement"),
        };
        known.source(error)
    }
}

/// Values of the wrong form, rows that must be there and are not, and missing tables: nothing that our own statements bring about.
fn is_damage(error: &rusqlite::Error) -> bool {
    match error {
        rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::InvalidColumnType(..)
        | rusqlite::Error::IntegralValueOutOfRange(..)
        | rusqlite::Error::QueryReturnedNoRows
        | rusqlite::Error::Utf8Error(..) => true,
        rusqlite::Error::SqliteFailure(_, Some(text)) => speaks_of_damage(text),
        rusqlite::Error::SqlInputError { msg, .. } => speaks_of_damage(msg),
        _ => false,
    }
}

fn is_out_of_room(error: &rusqlite::Error) -> bool {
    let extended = error.sqlite_error().map(|error| error.extended_code);
    extended.is_some_and(|code| [ffi::SQLITE_IOERR_SHMSIZE, ffi::SQLITE_IOERR_SHMMAP].contains(&code))
}

/// What is said to whoever has waited for another writer in vain.
pub fn busy() -> Error {
    Error::new(Kind::Busy, "another command is writing to the database")
        .hint("try again, or wait longer with `--wait 30`")
}

fn speaks_of_damage(text: &str) -> bool {
    let beginnings = ["no such", "unknown function", "foreign key mismatch"];
    beginnings.iter().any(|beginning| text.starts_with(beginning))
        || text.contains("malformed")
        || text == "unsupported file format"
}

fn damaged(message: &str) -> Error {
    Error::new(Kind::Unusable, message)
        .code("damaged")
        .hint("restore a backup: `provost db restore FILE`, or name another file with `--db`")
}
