//! Whether the log is as it was written (LOG-3). One thread reads entries while another works out their hashes.

use std::sync::mpsc::sync_channel;
use std::thread;

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::log::{Hash, hex};
use crate::domain::text::printable;
use crate::domain::{Action, Error, Id, Result};
use crate::store::log::{Anchor, Kept, Logged};
use crate::store::{self, Conn};

/// Entries are handed from one thread to the other in runs of this many, of which a few may wait.
const RUN: usize = 1024;
const WAITING: usize = 4;

/// Whether the log is as it was written.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Verification {
    /// Whether no entry was changed, removed or put elsewhere.
    pub intact: bool,
    /// How many entries were read.
    pub entry_count: i64,
    /// How many older ones were pruned (LOG-3).
    pub pruned_count: i64,
    /// The hash of the newest entry: keep it elsewhere to find a cut tail later.
    pub head: String,
    /// The first entry that does not fit.
    pub broken_at: Option<Id>,
    /// What does not fit there.
    pub problem: Option<String>,
}

/// Why a head that was kept elsewhere may be gone.
fn head_missing(pruned_count: i64) -> String {
    let problem = "the head kept elsewhere is not in the log: its end was cut off or rewritten";
    match pruned_count {
        0 => problem.to_owned(),
        count => format!("{problem}, unless the head is older than the last prune, which took {count} entries"),
    }
}

/// A head is printed as hexadecimal digits; a slip is no sign that the log was tampered with.
fn check_head(head: &str) -> Result<()> {
    if head.len() == 2 * size_of::<Hash>() && head.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(());
    }
    Err(Error::invalid(format!("`{}` is no head of a log", printable(head)))
        .rule("LOG-3")
        .hint("give the 64 hexadecimal digits that `provost log verify` printed as `head`"))
}

/// Follows the chain from the first entry to the last; compares its end with a head kept elsewhere.
///
/// # Errors
/// `invalid` for a head that is no hash.
pub fn verify(conn: &Conn, expected_head: Option<&str>) -> Result<Verification> {
    if let Some(head) = expected_head {
        check_head(head)?;
    }
    let anchor = store::log::anchor(conn)?;
    let chain = follow(conn, Chain::from(anchor, expected_head))?;
    let broken = match chain.broken.clone() {
        Some(broken) => Some(broken),
        None => chain.missing().map_or_else(|| index_mismatch(conn), |missing| Ok(Some(missing)))?,
    };
    let broken = broken.or_else(|| (!chain.seen_head).then(|| (chain.last, head_missing(anchor.count))));
    let (broken_at, problem) = broken.unzip();
    Ok(Verification {
        intact: broken_at.is_none(),
        entry_count: chain.entry_count,
        pruned_count: anchor.count,
        head: hex(&chain.previous),
        broken_at,
        problem,
    })
}

/// What stands beside the entries and does not fit them.
fn index_mismatch(conn: &Conn) -> Result<Option<(Id, String)>> {
    if let Some(id) = store::log::first_stray_occasion(conn)? {
        return Ok(Some((id, "there is an occasion that its entry does not name".to_owned())));
    }
    let first = store::log::first_index_mismatch(conn)?;
    Ok(first.map(|id| (id, "the index of objects does not fit the entry".to_owned())))
}

/// Reads the whole chain.
fn follow(conn: &Conn, mut chain: Chain) -> Result<Chain> {
    thread::scope(|scope| {
        let (hand_over, waiting) = sync_channel::<Vec<Kept>>(WAITING);
        let worker = scope.spawn(move || {
            for one in waiting.into_iter().flatten() {
                chain.follow(&one.unpack()?);
            }
            Ok(chain)
        });
        let mut run = Vec::with_capacity(RUN);
        let read = store::log::chain(conn, |one| {
            run.push(one);
            if run.len() == RUN {
                hand_over.send(std::mem::replace(&mut run, Vec::with_capacity(RUN))).map_err(|_| stopped())?;
            }
            Ok(())
        });
        let rest = hand_over.send(run).map_err(|_| stopped());
        drop(hand_over);
        let chain = worker.join().map_err(|_| stopped())?;
        chain.and_then(|chain| read.and(rest).map(|()| chain))
    })
}

fn stopped() -> Error {
    Error::internal("the log could not be followed to its end")
}

/// A chain that has been followed so far.
struct Chain {
    anchor: Anchor,
    anchor_hash: String,
    expected_head: Option<String>,
    previous: Hash,
    last: Id,
    /// The occasion of the last.
    occasion: Id,
    entry_count: i64,
    /// Whether an entry says that older ones were pruned, if any were.
    attested: bool,
    seen_head: bool,
    /// The first entry that does not fit, and why.
    broken: Option<(Id, String)>,
}

impl Chain {
    fn from(anchor: Anchor, expected_head: Option<&str>) -> Self {
        let anchor_hash = hex(&anchor.hash);
        // What stands before the first entry of all is the head of no log.
        let is_anchor = |head: &str| anchor.entry > 0 && head.eq_ignore_ascii_case(&anchor_hash);
        Self {
            previous: anchor.hash,
            last: anchor.entry,
            occasion: 0,
            entry_count: 0,
            attested: anchor.entry == 0,
            seen_head: expected_head.is_none_or(is_anchor),
            expected_head: expected_head.map(str::to_owned),
            broken: None,
            anchor,
            anchor_hash,
        }
    }

    fn follow(&mut self, Logged { entry, hash, occasion }: &Logged) {
        self.entry_count += 1;
        if self.broken.is_none() && entry.id != self.last + 1 {
            self.broken = Some((entry.id, format!("entry {} is missing", self.last + 1)));
        } else if self.broken.is_none() && entry.hash(&self.previous) != *hash {
            self.broken = Some((entry.id, "the entry was changed, or put in this place".to_owned()));
        } else if self.broken.is_none() && ![entry.id, self.occasion].contains(occasion) && self.entry_count > 1 {
            self.broken = Some((entry.id, "the entry is of another occasion than the one before it".to_owned()));
        }
        self.occasion = *occasion;
        self.attested =
            self.attested || (entry.action == Action::LogPrune.as_str() && entry.changes.contains(&self.anchor_hash));
        self.seen_head |= self.expected_head.as_ref().is_some_and(|head| head.eq_ignore_ascii_case(&hex(hash)));
        self.last = entry.id;
        self.previous = *hash;
    }

    /// What the chain lacks as a whole.
    fn missing(&self) -> Option<(Id, String)> {
        if self.entry_count == 0 {
            let next = self.anchor.entry + 1;
            return Some((next, format!("entry {next} is missing: the log was emptied")));
        }
        let untold = "the oldest entries are gone, and no entry says that they were pruned";
        (!self.attested).then(|| (self.last, untold.to_owned()))
    }
}
