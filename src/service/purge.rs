//! Purging what was gathered about hosts (PURGE-1): the hosts themselves, their groups, tags and open tickets stay.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::domain::record::{Asset, Scan, names_all};
use crate::domain::ticket::TicketState;
use crate::domain::{Action, Address, AddressSet, ObjectKind, ObjectRef, Result};
use crate::service::WriteOp;
use crate::service::report::Outcomes;
use crate::store;

/// What is gone, by kind.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct PurgeBody {
    /// One for each host.
    #[serde(flatten)]
    pub outcomes: Outcomes,
    /// Results of scans whose every host is purged.
    pub scan_result_count: usize,
    /// Events within the actor's scope that stand in no incident.
    pub event_count: usize,
    /// Hosts whose operating system or DNS name was known.
    pub described_count: usize,
    /// Closed and ignored tickets that the actor may delete.
    pub ticket_count: usize,
}

/// Purges hosts: all of them, or none.
///
/// # Errors
/// `not-found`; `not-permitted` by ROLE-4 and ROLE-7.
pub fn purge(op: &mut WriteOp<'_>, names: &[String]) -> Result<PurgeBody> {
    let objects = op.find_all(ObjectKind::Asset, names)?;
    let mut body = PurgeBody::default();
    let mut hosts = Vec::with_capacity(objects.len());
    for object in &objects {
        op.authorize(Action::HostDataPurge, object)?;
        let asset = store::asset::find(op.conn, object.id)?;
        let before = op.tx().changes()?;
        forget_description(op, object, &asset, &mut body)?;
        body.event_count += forget_events(op, object)?;
        body.ticket_count += forget_tickets(op, asset.address)?;
        body.outcomes.push(object, op.tx().changes()? > before);
        hosts.push(asset.address);
    }
    body.scan_result_count = forget_results(op, &hosts)?;
    if op.journal.is_empty() && body.event_count + body.scan_result_count + body.ticket_count > 0 {
        for object in &objects {
            op.journal.touch(object);
        }
    }
    op.say(
        "purge",
        "purged",
        body.outcomes.phrase("what was gathered about asset", "assets of what was gathered about them"),
    );
    Ok(body)
}

/// Clears system and DNS name. Tags that a rule had set by them stay, by hand from then on.
fn forget_description(op: &mut WriteOp<'_>, object: &ObjectRef, before: &Asset, body: &mut PurgeBody) -> Result<()> {
    if before.os.is_none() && before.dns_name.is_none() {
        return Ok(());
    }
    let after = Asset { os: None, dns_name: None, ..before.clone() };
    store::asset::update(op.tx(), &after)?;
    for tag in &before.tags_by_rule {
        let tag = op.find_exactly(ObjectKind::Tag, tag)?;
        store::tag::attach(op.tx(), object.id, tag.id)?;
    }
    op.journal.compare(object, before, &after)?;
    body.described_count += 1;
    Ok(())
}

/// Deletes the events of a host that is within the actor's scope, but those that stand in an incident.
fn forget_events(op: &WriteOp<'_>, object: &ObjectRef) -> Result<usize> {
    if !op.may(Action::FimAssetView, ObjectKind::Asset, object.id)? {
        return Ok(0);
    }
    store::fim::event::delete_of_asset(op.tx(), object.id)
}

fn forget_tickets(op: &mut WriteOp<'_>, address: Address) -> Result<usize> {
    let mut count = 0;
    for ticket in store::ticket::at(op.conn, address)? {
        let is_over = matches!(ticket.state, TicketState::Closed | TicketState::Ignored);
        if is_over && op.may(Action::TicketDelete, ObjectKind::Ticket, ticket.id)? {
            store::ticket::delete(op.tx(), ticket.id)?;
            op.journal.deleted(&ObjectRef::new(ObjectKind::Ticket, ticket.id, ticket.title));
            count += 1;
        }
    }
    Ok(count)
}

/// Forgets the results of scans all of whose hosts are among those purged.
fn forget_results(op: &mut WriteOp<'_>, hosts: &[Address]) -> Result<usize> {
    let purged: AddressSet = hosts.iter().copied().collect();
    let mut count = 0;
    for scan in store::scan::with_results_at(op.conn, hosts)? {
        let before = store::scan::find(op.conn, scan)?;
        let within = scanned(op, &before)?;
        let is_scanned = hosts.iter().any(|host| within.contains(*host));
        if !is_scanned || store::asset::any(op.conn, &within.minus(&purged))? {
            continue;
        }
        store::scan::forget_result(op.tx(), scan)?;
        let object = ObjectRef::new(ObjectKind::Scan, scan, before.title);
        op.journal.change(&object, "result", before.result.into(), Value::Null);
        count += 1;
    }
    Ok(count)
}

/// Where the hosts of a scan lie.
fn scanned(op: &WriteOp<'_>, scan: &Scan) -> Result<AddressSet> {
    let mut ranges = Vec::new();
    for group in store::scan::target_ids(op.conn, scan.id)? {
        ranges.extend_from_slice(store::asset_group::addresses(op.conn, group)?.ranges());
    }
    if names_all(&scan.targets) {
        match scan.owner_id {
            Some(owner) => ranges.extend_from_slice(store::reach::addresses(op.conn, owner)?.ranges()),
            None => return Ok(AddressSet::everything()),
        }
    }
    let single: AddressSet = scan.aim.addresses.iter().copied().collect();
    ranges.extend_from_slice(single.ranges());
    Ok(ranges.into_iter().collect())
}
