//! Putting mails into the outbox, in the transaction of their cause (MAIL-1).

use crate::domain::mail::{DigestLine, Facts};
use crate::domain::record::{ALL_GROUP, Scan, User};
use crate::domain::scan::ScanKind;
use crate::domain::ticket::TicketState;
use crate::domain::{Id, Result, Time};
use crate::service::contact_person;
use crate::store::mail_reader::MailReader;
use crate::store::{self, Tx};

/// The most tickets that a digest lists.
const MOST_LINES: usize = 50;

/// Queues a mail to a user.
pub fn queue(tx: &Tx<'_>, now: Time, user: &User, facts: &Facts) -> Result<Id> {
    store::mail::insert(tx, facts, &user.email, user.id, now)
}

fn queue_to(tx: &Tx<'_>, now: Time, reader: &MailReader, facts: &Facts) -> Result<Id> {
    store::mail::insert(tx, facts, &reader.email, reader.id, now)
}

/// Tells those who want it that a scan or map has ended (MAIL-3, MAIL-4); gives how many.
pub fn scan_summaries(tx: &Tx<'_>, now: Time, scan: &Scan) -> Result<usize> {
    if scan.kind == ScanKind::Report {
        return Ok(0);
    }
    let unit = scan.owner_id.map(|owner| store::user::unit_of(tx, owner)).transpose()?.flatten();
    let contact = contact_person::in_notifications(tx, unit)?;
    let readers = store::mail_reader::of_scan(tx, scan.id)?;
    for (reader, reached) in &readers {
        // Nobody learns of groups, or of a result, that lie beyond its reach (AG-2).
        let reaches_all = !scan.targets.contains(&ALL_GROUP.to_owned()) && reached.len() == scan.targets.len();
        let facts = Facts::ScanSummary {
            title: scan.title.clone(),
            what: scan.kind.to_string(),
            state: scan.state.to_string(),
            targets: reached.clone(),
            result: scan.result.clone().filter(|_| reaches_all || scan.owner_id == Some(reader.id)),
            contact: contact.clone(),
        };
        queue_to(tx, now, reader, &facts)?;
    }
    Ok(readers.len())
}

/// Queues the ticket digests of today, one a day for each user who wants it and has open tickets (MAIL-3).
pub fn digests(tx: &Tx<'_>, now: Time) -> Result<usize> {
    let mut count = 0;
    for (reader, last) in store::mail_reader::of_digests(tx)? {
        let today = now.day_in(reader.time_zone.as_deref());
        if last.as_ref() == Some(&today) {
            continue;
        }
        store::mail::note_digest(tx, reader.id, &today)?;
        let mut tickets = store::ticket::of_assignee(tx, reader.id)?;
        tickets.retain(|ticket| ticket.state == TicketState::Open);
        let lines = tickets.iter().take(MOST_LINES);
        let facts = Facts::TicketDigest {
            login: reader.login.clone(),
            count: tickets.len(),
            tickets: lines.map(|one| DigestLine::new(one.id, one.address, one.severity, &one.title)).collect(),
        };
        queue_to(tx, now, &reader, &facts)?;
        count += 1;
    }
    Ok(count)
}
