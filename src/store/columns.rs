//! How domain types stand in columns.

use std::net::IpAddr;

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};
use rusqlite::{Row, ToSql};

use crate::domain::asset_group::{BusinessImpact, Origin};
use crate::domain::auth_record::AuthTechnology;
use crate::domain::config::ConfigKind;
use crate::domain::link::{LinkEnd, LinkKind};
use crate::domain::log::Outcome;
use crate::domain::mail::{MailKind, MailState};
use crate::domain::monitoring::{Approval, EventAction, ReportEntity, ReportFormat, ReportState};
use crate::domain::project::ProjectState;
use crate::domain::question::SecretQuestion;
use crate::domain::roles::ProjectRole;
use crate::domain::scan::{ScanKind, ScanState};
use crate::domain::tag::Color;
use crate::domain::ticket::TicketState;
use crate::domain::user::NotifyScans;
use crate::domain::{
    Action, Address, Error, Key, Level, MonitoringRole, Name, Named, ObjectKind, Permission, Role, Status, Time,
};

macro_rules! word_columns {
    ($($Type:ty),+ $(,)?) => { $(
        impl ToSql for $Type {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::from(self.as_str()))
            }
        }
        impl FromSql for $Type {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                value.as_str()?.parse().map_err(|error: Error| FromSqlError::Other(Box::new(error)))
            }
        }
    )+ };
}

word_columns!(
    Role,
    Level,
    MonitoringRole,
    Permission,
    Status,
    NotifyScans,
    Origin,
    BusinessImpact,
    ConfigKind,
    TicketState,
    Outcome,
    Key,
    Action,
    ObjectKind,
    LinkKind,
    LinkEnd,
    MailKind,
    MailState,
    SecretQuestion,
    ScanKind,
    ScanState,
    AuthTechnology,
    ProjectRole,
    ProjectState,
    Color,
    EventAction,
    Approval,
    ReportEntity,
    ReportFormat,
    ReportState,
);

impl ToSql for Name {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.as_str()))
    }
}

impl ToSql for Time {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0))
    }
}

impl FromSql for Time {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_i64().map(Self)
    }
}

/// A family byte and the octets, so that bytes sort as addresses do.
impl ToSql for Address {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let bytes = match self.ip() {
            IpAddr::V4(v4) => [&[4_u8][..], &v4.octets()].concat(),
            IpAddr::V6(v6) => [&[6_u8][..], &v6.octets()].concat(),
        };
        Ok(ToSqlOutput::from(bytes))
    }
}

impl FromSql for Address {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let ip = match value.as_blob()? {
            [4, octets @ ..] => <[u8; 4]>::try_from(octets).map(IpAddr::from),
            [6, octets @ ..] => <[u8; 16]>::try_from(octets).map(IpAddr::from),
            _ => return Err(FromSqlError::InvalidType),
        };
        ip.map(Self::from).map_err(|_| FromSqlError::InvalidType)
    }
}

/// An object from a row of its id and its name.
pub fn named(row: &Row<'_>) -> rusqlite::Result<Named> {
    Ok(Named { id: row.get(0)?, name: row.get(1)? })
}

/// Separates the members of a list that a query puts into one column; no name contains it.
const SEPARATOR: char = '\u{1f}';

/// A list that a query put into one column.
pub struct List(pub Vec<String>);

impl FromSql for List {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value {
            ValueRef::Null => Ok(Self(Vec::new())),
            other => Ok(Self(other.as_str()?.split(SEPARATOR).map(str::to_owned).collect())),
        }
    }
}

impl List {
    /// The members as words of a vocabulary.
    pub fn words<T: std::str::FromStr<Err = Error>>(self) -> rusqlite::Result<Vec<T>> {
        let parsed: Result<Vec<T>, Error> = self.0.iter().map(|word| word.parse()).collect();
        parsed
            .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error)))
    }
}

/// A JSON column.
pub struct Json<T>(pub T);

impl<T: serde::de::DeserializeOwned> FromSql for Json<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        serde_json::from_str(value.as_str()?).map(Self).map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}

impl<T: serde::Serialize> ToSql for Json<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        serde_json::to_string(&self.0)
            .map(ToSqlOutput::from)
            .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
    }
}
