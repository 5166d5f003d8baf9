//! Any object as its `show` prints it to the actor, by kind and id: what may not be viewed is not there (ROLE-8).

use serde::Serialize;
use serde_json::Value;

use super::{
    Op, appliance, asset, asset_group, auth_record, config, domain_name, fim, group, host_report, outbox, project,
    record, remediation_policy, scan, tag, ticket, unit, user,
};
use crate::domain::{Error, Id, Kind, ObjectKind, Result};
use crate::store;

/// The object, if the actor may view it in the snapshot of the operation.
///
/// # Errors
/// `internal` for a database that cannot be read.
pub fn shown(op: &Op<'_>, kind: ObjectKind, id: Id) -> Result<Option<Value>> {
    if kind != ObjectKind::Subscription && store::naming::by_id(op.conn, kind, id)?.is_none() {
        return Ok(None);
    }
    match found(op, kind, id) {
        Err(error) if matches!(error.kind, Kind::NotFound | Kind::NotPermitted) => Ok(None),
        found => found.map(Some),
    }
}

fn found(op: &Op<'_>, kind: ObjectKind, id: Id) -> Result<Value> {
    let name = &format!("id:{id}");
    match kind {
        ObjectKind::Subscription => {
            op.require(kind.view())?;
            record::of(op.conn, kind, id)?.ok_or_else(|| Error::not_found("it is not there"))
        }
        ObjectKind::User => value(user::view::show(op, name)),
        ObjectKind::Bu => value(unit::show(op, name)),
        ObjectKind::AssetGroup => value(asset_group::view::show(op, name)),
        ObjectKind::Asset => value(asset::show(op, name)),
        ObjectKind::Domain => value(domain_name::show(op, name)),
        ObjectKind::Appliance => value(appliance::show(op, name)),
        ObjectKind::Config => value(config::view::show(op, name)),
        ObjectKind::Ticket => value(ticket::show(op, name)),
        ObjectKind::Tag => value(tag::define::show(op, name)),
        ObjectKind::Scan => value(scan::show(op, name)),
        ObjectKind::RemediationPolicy => value(remediation_policy::show(op, name)),
        ObjectKind::AuthRecord => value(auth_record::show(op, name)),
        ObjectKind::Mail => value(outbox::view::show(op, name)),
        ObjectKind::Group => value(group::show(op, name)),
        ObjectKind::Project => value(project::show(op, name)),
        ObjectKind::Report => value(host_report::view::show(op, name)),
        ObjectKind::FimProfile => value(fim::profile::show(op, name)),
        ObjectKind::Event => value(fim::event::show(op, name)),
        ObjectKind::FimIncident => value(fim::incident::show(op, name)),
        ObjectKind::FimRule => value(fim::rule::show(op, name)),
        ObjectKind::FimReport => value(fim::report::show(op, name)),
        ObjectKind::ReportRule => value(fim::report_rule::show(op, name)),
        ObjectKind::Engine
        | ObjectKind::Rule
        | ObjectKind::Requirement
        | ObjectKind::Integration
        | ObjectKind::ProjectProfile
        | ObjectKind::ProjectScan
        | ObjectKind::Result
        | ObjectKind::TestCase
        | ObjectKind::ProjectIntegration => whole(op, kind, id),
    }
}

/// What names nothing that could be hidden: shown whole to whoever may view it.
fn whole(op: &Op<'_>, kind: ObjectKind, id: Id) -> Result<Value> {
    if !op.may_view(kind, id)? {
        return Err(Error::not_found("it is not there"));
    }
    record::of(op.conn, kind, id).map(Option::unwrap_or_default)
}

fn value<T: Serialize>(record: Result<T>) -> Result<Value> {
    record::fields(&record?)
}
