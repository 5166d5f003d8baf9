//! What the engine's errors mean to a person.

use rusqlite::ErrorCode;

use crate::domain::{Error, Kind};

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let code = error.sqlite_error_code();
        if code != Some(ErrorCode::DatabaseCorrupt) && is_damage(&error) {
            return damaged("the database holds something that provost did not write").source(error);
        }
        let known = match code {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                Self::new(Kind::Busy, "another command is writing to the database")
                    .hint("try again, or wait longer with `--wait 30`")
            }
            Some(ErrorCode::DiskFull) => Self::new(Kind::Unusable, "the disk is full; nothing was written")
                .code("disk-full")
                .hint("free some space and try again"),
            Some(ErrorCode::DatabaseCorrupt) => {
                damaged("the database is damaged: a part of it is missing, or was overwritten")
            }
            Some(ErrorCode::NotADatabase) => damaged("the file is no database, or is damaged"),
            Some(ErrorCode::SystemIoFailure) => {
                Self::new(Kind::Unusable, "the database could not be read or written; nothing was written")
                    .hint("check free space, file-size limits and the medium")
            }
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
                Self::new(Kind::Unusable, "the database, or the folder it is in, cannot be opened or written")
                    .hint("check the permissions of the file and its folder")
            }
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

fn speaks_of_damage(text: &str) -> bool {
    text.starts_with("no such") || text.contains("malformed") || text == "unsupported file format"
}

fn damaged(message: &str) -> Error {
    Error::new(Kind::Unusable, message)
        .code("damaged")
        .hint("restore a backup: `provost db restore FILE`, or name another file with `--db`")
}
