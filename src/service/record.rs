//! Any object as its `show` prints it, by kind and id.

use serde::Serialize;
use serde_json::Value;

use crate::domain::{Error, Id, ObjectKind, Result};
use crate::store::email_contact::EmailContact;
use crate::store::{self, Conn};

/// The object as it is in a database; nothing if it is not there.
///
/// # Errors
/// `internal` for a database that cannot be read.
pub fn of(conn: &Conn, kind: ObjectKind, id: Id) -> Result<Option<Value>> {
    let is_there = match kind {
        ObjectKind::Subscription => store::subscription::is_there(conn)?,
        kind => store::naming::by_id(conn, kind, id)?.is_some(),
    };
    if !is_there {
        return Ok(None);
    }
    found(conn, kind, id).map(Some)
}

fn found(conn: &Conn, kind: ObjectKind, id: Id) -> Result<Value> {
    match kind {
        ObjectKind::Subscription => subscription(conn),
        ObjectKind::User => value(store::user::find(conn, id)),
        ObjectKind::Bu => value(store::unit::find(conn, id)),
        ObjectKind::AssetGroup => value(store::asset_group::find(conn, id)),
        ObjectKind::Asset => value(store::asset::find(conn, id)),
        ObjectKind::Domain => value(store::domain_name::find(conn, id)),
        ObjectKind::Appliance => value(store::appliance::find(conn, id)),
        ObjectKind::Config => value(store::config::find(conn, id)),
        ObjectKind::Ticket => value(store::ticket::find(conn, id)),
        ObjectKind::Tag => value(store::tag::find(conn, id)),
        ObjectKind::Scan => value(store::scan::find(conn, id)),
        ObjectKind::RemediationPolicy => value(store::remediation_policy::find(conn, id)),
        ObjectKind::AuthRecord => value(store::auth_record::find(conn, id)),
        ObjectKind::Mail => value(store::mail::find(conn, id)),
        ObjectKind::Group => value(store::group::find(conn, id)),
        ObjectKind::Project => value(store::project::find(conn, id)),
        ObjectKind::Engine => value(store::register::engine::find(conn, id)),
        ObjectKind::Rule => value(store::register::rule::find(conn, id)),
        ObjectKind::Requirement => value(store::register::requirement::find(conn, id)),
        ObjectKind::Integration => value(store::register::integration::find(conn, id)),
        ObjectKind::Report => value(store::host_report::find(conn, id)),
        ObjectKind::ProjectProfile => value(store::project_work::profile::find(conn, id)),
        ObjectKind::ProjectScan => value(store::project_work::scan::find(conn, id)),
        ObjectKind::Result => value(store::project_work::result::find(conn, id)),
        ObjectKind::TestCase => value(store::project_work::test_case::find(conn, id)),
        ObjectKind::ProjectIntegration => value(store::project_work::integration::find(conn, id)),
        ObjectKind::FimProfile => value(store::fim::profile::find(conn, id)),
        ObjectKind::Event => value(store::fim::event::find(conn, id)),
        ObjectKind::FimIncident => value(store::fim::incident::find(conn, id)),
        ObjectKind::FimRule => value(store::fim::rule::find(conn, id)),
        ObjectKind::FimReport => value(store::fim::report::find(conn, id)),
        ObjectKind::ReportRule => value(store::fim::report_rule::find(conn, id)),
    }
}

/// The subscription, with its settings and whom it notifies.
fn subscription(conn: &Conn) -> Result<Value> {
    let found = store::subscription::find(conn)?;
    let mut fields = serde_json::Map::new();
    fields.insert("name".to_owned(), found.name.into());
    fields.insert("primary_contact".to_owned(), found.primary_contact.name.into());
    let notified = match store::email_contact::find(conn, None)? {
        None => Value::Null,
        Some(EmailContact::User(user)) => store::user::find(conn, user)?.login.into(),
        Some(EmailContact::Address { name, address }) => format!("{name} <{address}>").into(),
    };
    fields.insert("email_contact".to_owned(), notified);
    let settings = store::setting::all(conn)?;
    for key in crate::domain::Key::ALL.iter().filter(|key| **key != crate::domain::Key::Name) {
        fields.insert(key.to_string(), settings.get(*key).to_string().into());
    }
    Ok(fields.into())
}

fn value<T: Serialize>(record: Result<T>) -> Result<Value> {
    fields(&record?)
}

/// A record as it is printed.
///
/// # Errors
/// `internal` for a record that cannot be written as JSON.
pub fn fields<T: Serialize>(record: &T) -> Result<Value> {
    serde_json::to_value(record).map_err(|error| Error::internal("a record could not be read").source(error))
}
