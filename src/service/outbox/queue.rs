//! Putting mails into the outbox, in the transaction of their cause (MAIL-1).

use crate::domain::mail::{DigestLine, Facts, Person};
use crate::domain::record::{Scan, User};
use crate::domain::scan::ScanKind;
use crate::domain::ticket::TicketState;
use crate::domain::{Id, Result, Time};
use crate::service::contact;
use crate::store::user::Reader;
use crate::store::{self, Conn, Tx};

/// The most tickets that a digest lists.
const MOST_LINES: usize = 50;

/// Queues a mail to a user.
pub fn queue(tx: &Tx<'_>, now: Time, user: &User, facts: &Facts) -> Result<Id> {
    queue_to(tx, now, &user.email, Some(user.id), facts)
}

/// Queues a mail to an address.
pub fn queue_to(tx: &Tx<'_>, now: Time, recipient: &str, user: Option<Id>, facts: &Facts) -> Result<Id> {
    store::mail::insert(tx, facts, recipient, user, now)
}

/// Whom a user of that unit turns to: the unit's primary contact, else the subscription's.
pub fn turn_to(conn: &Conn, unit: Option<Id>) -> Result<Person> {
    let of_unit = unit.map(|unit| store::unit::primary_contact(conn, unit)).transpose()?.flatten();
    let contact = match of_unit {
        Some(contact) => contact,
        None => store::subscription::find(conn)?.primary_contact,
    };
    let user = store::user::find(conn, contact.id)?;
    Ok(Person { name: user.display_name(), email: user.email })
}

/// Tells those who want it that a scan or map has ended (MAIL-3, MAIL-4); gives how many.
pub fn scan_summaries(tx: &Tx<'_>, now: Time, scan: &Scan) -> Result<usize> {
    if scan.kind == ScanKind::Report {
        return Ok(0);
    }
    let unit = scan.owner_id.map(|owner| store::user::unit_of(tx, owner)).transpose()?.flatten();
    let facts = Facts::ScanSummary {
        title: scan.title.clone(),
        what: scan.kind.to_string(),
        state: scan.state.to_string(),
        targets: scan.targets.clone(),
        result: scan.result.clone(),
        contact: contact::email_contact(tx, unit)?,
    };
    let readers = store::user::scan_readers(tx, scan.id)?;
    for reader in &readers {
        queue_to(tx, now, &reader.email, Some(reader.id), &facts)?;
    }
    Ok(readers.len())
}

/// Queues the ticket digests of today, one a day for each user who wants it and has open tickets (MAIL-3).
pub fn digests(tx: &Tx<'_>, now: Time) -> Result<usize> {
    let mut count = 0;
    for Reader { id: user, login, email, time_zone } in store::user::digest_readers(tx)? {
        let mut tickets = store::ticket::of_assignee(tx, user)?;
        tickets.retain(|ticket| ticket.state == TicketState::Open);
        if tickets.is_empty() || !store::mail::note_digest(tx, user, &now.day_in(time_zone.as_deref()))? {
            continue;
        }
        let lines = tickets.iter().take(MOST_LINES);
        let facts = Facts::TicketDigest {
            login,
            count: tickets.len(),
            tickets: lines.map(|one| DigestLine::new(one.id, one.address, one.severity, &one.title)).collect(),
        };
        queue_to(tx, now, &email, Some(user), &facts)?;
        count += 1;
    }
    Ok(count)
}
