//! Reading and verifying the activity log (LOG-2, LOG-3).

use serde::Serialize;

use crate::domain::log::{ANCHOR, Hash, hex};
use crate::domain::record::LogEntry;
use crate::domain::{Action, Error, Id, ObjectKind, Result, Time};
use crate::service::Op;
use crate::store;
use crate::store::log::Filter;

/// What a list of entries is narrowed to, as typed.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Not before.
    pub since: Option<String>,
    /// Not after.
    pub until: Option<String>,
    /// Touching this object, `KIND:ID` or `KIND:NAME`.
    pub on: Option<String>,
    /// With this text in the details, whatever the case.
    pub text: Option<String>,
}

/// Each entry the actor may see, newest first.
pub fn list(op: &Op<'_>, request: &Request, sink: &mut dyn FnMut(LogEntry) -> Result<()>) -> Result<()> {
    let time = |typed: &Option<String>| typed.as_deref().map(|typed| Time::parse(typed, op.now)).transpose();
    let filter = Filter {
        since: time(&request.since)?,
        until: time(&request.until)?,
        on: request.on.as_deref().map(|on| object(op, on)).transpose()?,
    };
    let text = request.text.as_ref().map(|text| text.to_lowercase());
    store::log::list(op.conn, &op.actor, op.reach(Action::LogView)?, &filter, |entry| match &text {
        Some(text) if !entry.details.to_lowercase().contains(text) => Ok(()),
        _ => sink(entry),
    })
}

/// The object of `KIND:ID`; an id may be of something that is gone.
fn object(op: &Op<'_>, typed: &str) -> Result<(&'static str, Id)> {
    let (kind, name) = typed.split_once(':').ok_or_else(|| {
        Error::usage(format!("`{}` names no object", crate::domain::text::printable(typed)))
            .rule("LOG-2")
            .hint("write the kind before it: `--on user:ann@acme.example` or `--on bu:7`")
    })?;
    let kind: ObjectKind = kind.parse()?;
    match name.parse::<Id>() {
        Ok(id) => Ok((kind.as_str(), id)),
        Err(_) => Ok((kind.as_str(), op.find(kind, name)?.id)),
    }
}

/// One entry.
///
/// # Errors
/// `not-found` if there is none, or it may not be seen.
pub fn show(op: &Op<'_>, id: &str) -> Result<LogEntry> {
    let typed = id.trim().trim_start_matches("id:");
    let reach = op.reach(Action::LogView)?;
    let entry = typed.parse().ok().map(|id| store::log::find(op.conn, &op.actor, reach, id)).transpose()?.flatten();
    entry.ok_or_else(|| {
        Error::not_found(format!("there is no log entry {}", crate::domain::text::printable(typed)))
            .rule("LOG-2")
            .hint("provost log list --limit 20")
    })
}

/// Whether the log is as it was written.
#[derive(Debug, Serialize)]
pub struct Verification {
    /// Whether no entry was changed, removed or put elsewhere.
    pub intact: bool,
    /// How many entries were read.
    pub entry_count: i64,
    /// The hash of the newest entry: keep it elsewhere to find a cut tail later.
    pub head: String,
    /// The first entry that does not fit.
    pub broken_at: Option<Id>,
    /// What does not fit there.
    pub problem: Option<String>,
}

/// Follows the chain from the first entry to the last; compares its end with a head kept elsewhere.
///
/// # Errors
/// `not-permitted` by ROLE-7.
pub fn verify(op: &Op<'_>, expected_head: Option<&str>) -> Result<Verification> {
    let mut previous: Hash = ANCHOR;
    let mut last: Id = 0;
    let mut entry_count = 0;
    let mut broken: Option<(Id, String)> = None;
    let mut seen_head = expected_head.is_none();
    store::log::chain(op.conn, |(entry, hash)| {
        entry_count += 1;
        if broken.is_none() && entry.id != last + 1 {
            broken = Some((entry.id, format!("entry {} is missing", last + 1)));
        } else if broken.is_none() && entry.hash(&previous) != hash {
            broken = Some((entry.id, "the entry was changed, or put in this place".to_owned()));
        }
        seen_head |= expected_head.is_some_and(|head| head.eq_ignore_ascii_case(&hex(&hash)));
        last = entry.id;
        previous = hash;
        Ok(())
    })?;
    if broken.is_none() && entry_count == 0 {
        broken = Some((1, "entry 1 is missing: the log was emptied".to_owned()));
    }
    if broken.is_none() {
        broken = store::log::first_index_mismatch(op.conn)?
            .map(|id| (id, "the index of objects does not fit the entry".to_owned()));
    }
    if broken.is_none() && !seen_head {
        broken = Some((last, "the head kept elsewhere is not in the log: its end was cut off or rewritten".to_owned()));
    }
    let (broken_at, problem) = broken.unzip();
    Ok(Verification { intact: broken_at.is_none(), entry_count, head: hex(&previous), broken_at, problem })
}
