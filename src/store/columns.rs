//! How domain types stand in columns.

use super::engine::{Cell, FromCell, Kind, Param, Row, Value};
use crate::domain::asset_group::{BusinessImpact, Origin};
use crate::domain::auth_record::AuthTechnology;
use crate::domain::config::ConfigKind;
use crate::domain::host_report::{HostReportFormat, HostReportState};
use crate::domain::link::{LinkEnd, LinkKind};
use crate::domain::log::Outcome;
use crate::domain::mail::{MailKind, MailState};
use crate::domain::monitoring::{Approval, EventAction, ReportEntity, ReportFormat, ReportState};
use crate::domain::operation::Undoing;
use crate::domain::project::ProjectState;
use crate::domain::project_work::{ProjectScanState, ResultState};
use crate::domain::question::SecretQuestion;
use crate::domain::record::{ALL_GROUP, OperationState};
use crate::domain::register::RegisterState;
use crate::domain::roles::ProjectRole;
use crate::domain::scan::{ScanKind, ScanState};
use crate::domain::tag::Color;
use crate::domain::ticket::TicketState;
use crate::domain::user::NotifyScans;
use crate::domain::{
    Action, Address, Block, Error, Key, Level, MonitoringRole, Name, Named, ObjectKind, Permission, Result, Role,
    Status, Time,
};

macro_rules! word_columns {
    ($($Type:ty),+ $(,)?) => { $(
        impl Param for $Type {
            fn value(&self) -> Result<Value<'_>> {
                Ok(Value::Text(self.as_str().into()))
            }
        }
        impl FromCell for $Type {
            fn read(cell: Cell<'_>) -> Result<Self> {
                cell.text()?.parse().map_err(|error: Error| cell.misread(error))
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
    LinkKind,
    LinkEnd,
    MailKind,
    MailState,
    SecretQuestion,
    Undoing,
    OperationState,
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
    RegisterState,
    HostReportFormat,
    HostReportState,
    ProjectScanState,
    ResultState,
);

/// Kinds of objects stand in the log alone, by words of their own.
impl Param for ObjectKind {
    fn value(&self) -> Result<Value<'_>> {
        Ok(Value::Text(self.stored().into()))
    }
}

impl Param for Name {
    fn value(&self) -> Result<Value<'_>> {
        Ok(Value::Text(self.as_str().into()))
    }
}

impl Param for Time {
    fn value(&self) -> Result<Value<'_>> {
        Ok(Value::Integer(self.0))
    }

    fn kind() -> Kind {
        Kind::Integer
    }
}

impl FromCell for Time {
    fn read(cell: Cell<'_>) -> Result<Self> {
        cell.integer().map(Self)
    }
}

impl Param for Address {
    fn value(&self) -> Result<Value<'_>> {
        Ok(Value::Bytes(self.to_bytes().into()))
    }

    fn kind() -> Kind {
        Kind::Bytes
    }
}

impl Param for Block {
    fn value(&self) -> Result<Value<'_>> {
        Ok(Value::Bytes(self.to_bytes().into()))
    }

    fn kind() -> Kind {
        Kind::Bytes
    }
}

impl FromCell for Address {
    fn read(cell: Cell<'_>) -> Result<Self> {
        Self::from_bytes(cell.bytes()?).ok_or_else(|| cell.misread("no address"))
    }
}

/// An object from a row of its id and its name.
pub fn named(row: &Row<'_>) -> Result<Named> {
    Ok(Named { id: row.get(0)?, name: row.get(1)? })
}

/// Separates the members of a list that a query puts into one column; no name contains it.
const SEPARATOR: char = '\u{1f}';

/// A list that a query put into one column.
pub struct List(pub Vec<String>);

impl FromCell for List {
    fn read(cell: Cell<'_>) -> Result<Self> {
        let members =
            if cell.is_null() { Vec::new() } else { cell.text()?.split(SEPARATOR).map(str::to_owned).collect() };
        Ok(Self(members))
    }
}

/// Words of a vocabulary that a query put into one column.
pub struct Words<T>(pub Vec<T>);

impl<T: std::str::FromStr<Err = Error>> FromCell for Words<T> {
    fn read(cell: Cell<'_>) -> Result<Self> {
        let words = List::read(cell)?.0;
        words.iter().map(|word| word.parse().map_err(|error| cell.misread(error))).collect::<Result<_>>().map(Self)
    }
}

/// A JSON column; nothing is nothing there, too.
pub struct Json<T>(pub T);

impl<T: serde::de::DeserializeOwned> FromCell for Json<T> {
    fn read(cell: Cell<'_>) -> Result<Self> {
        let text = if cell.is_null() { "null" } else { cell.text()? };
        serde_json::from_str(text).map(Self).map_err(|error| cell.misread(error))
    }
}

impl<T: serde::Serialize> Param for Json<T> {
    fn value(&self) -> Result<Value<'_>> {
        let text = serde_json::to_string(&self.0);
        text.map(|text| if text == "null" { Value::Null(Kind::Text) } else { Value::Text(text.into()) })
            .map_err(|error| Error::internal("a value could not be written as JSON").source(error))
    }
}

/// The SQL of a [`List`]: `what` of each of `these`, in the order of `by`.
pub fn list_of(what: &str, by: &str, these: &str) -> String {
    format!("(SELECT string_agg({what}, '{SEPARATOR}' ORDER BY {by}) FROM {these})")
}

/// The names of a list, behind `All` where everything is meant (AG-4).
pub fn with_all(names: List, all: bool) -> Vec<String> {
    let all = all.then(|| ALL_GROUP.to_owned());
    all.into_iter().chain(names.0).collect()
}
