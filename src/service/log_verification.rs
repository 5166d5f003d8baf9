//! Whether the log is as it was written (LOG-3). Each core follows a stretch of its own: what a stretch is chained to stands
//! in the entry before it, which is verified with its own stretch.

use std::thread;

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::log::{Entry, Hash, hex, unhex};
use crate::domain::text::printable;
use crate::domain::{Action, Error, Id, Result};
use crate::store::log::{Anchor, Ends, Logged, Stretch, Twin};
use crate::store::{self, Conn};

/// A shorter log is followed by one thread alone.
const LONG: i64 = 2000;
const MOST_THREADS: usize = 8;

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
fn read_head(head: &str) -> Result<Hash> {
    unhex(head).and_then(|bytes| bytes.try_into().ok()).ok_or_else(|| {
        Error::invalid(format!("`{}` is no head of a log", printable(head)))
            .rule("LOG-3")
            .hint("give the 64 hexadecimal digits that `provost log verify` printed as `head`")
    })
}

/// Follows the chain from the first entry to the last; compares its end with a head kept elsewhere.
///
/// # Errors
/// `invalid` for a head that is no hash.
pub fn verify(conn: &Conn, expected_head: Option<&str>) -> Result<Verification> {
    let expected_head = expected_head.map(read_head).transpose()?;
    let ends = Ends::of(conn)?;
    let anchor = ends.anchor;
    let sought = Sought { anchor, anchor_hash: hex(&anchor.hash), expected_head };
    let chain = follow(conn, &ends, &sought)?;
    let broken = match chain.first_problem() {
        Some(problem) => Some(problem),
        None => sought.missing_from(&chain).map_or_else(|| stray(conn, &chain), |missing| Ok(Some(missing)))?,
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

/// Entries are found by occasions, and would be missed if one were not named by its first entry.
fn stray(conn: &Conn, chain: &Chain) -> Result<Option<(Id, String)>> {
    if store::log::count_occasions(conn)? == chain.occasion_count {
        return Ok(None);
    }
    let first = store::log::first_stray_occasion(conn)?.unwrap_or(chain.last);
    Ok(Some((first, "there is an occasion that its entry does not name".to_owned())))
}

/// Follows all stretches of the log, as many at once as there are cores.
fn follow(conn: &Conn, ends: &Ends, sought: &Sought) -> Result<Chain> {
    let cores = thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
    let count = if ends.count() >= LONG { i64::try_from(cores).unwrap_or(1) } else { 1 };
    let stretches = store::log::stretches(conn, ends, count)?;
    let twin = Twin::of(conn, *ends);
    thread::scope(|scope| {
        let follow_beside = |stretch| twin.open().map(|conn| Chain::follow(&conn, stretch, sought));
        let others: Vec<_> =
            stretches.iter().skip(1).map(|stretch| (stretch, scope.spawn(move || follow_beside(stretch)))).collect();
        let mut chain = Chain::default();
        for stretch in stretches.iter().take(1) {
            chain = Chain::follow(conn, stretch, sought)?;
        }
        for (stretch, other) in others {
            let followed = other.join().map_err(|_| Error::internal("the log could not be followed to its end"))?;
            chain = chain.before(followed.unwrap_or_else(|| Chain::follow(conn, stretch, sought))?);
        }
        Ok(chain)
    })
}

/// What is looked for on the way.
struct Sought {
    anchor: Anchor,
    anchor_hash: String,
    expected_head: Option<Hash>,
}

impl Sought {
    /// What the chain lacks as a whole.
    fn missing_from(&self, chain: &Chain) -> Option<(Id, String)> {
        if chain.entry_count == 0 {
            let next = self.anchor.entry + 1;
            return Some((next, format!("entry {next} is missing: the log was emptied")));
        }
        let untold = "the oldest entries are gone, and no entry says that they were pruned";
        (self.anchor.entry > 0 && !chain.attested).then(|| (chain.last, untold.to_owned()))
    }

    fn is_head(&self, hash: &Hash) -> bool {
        self.expected_head.is_none_or(|head| head == *hash)
    }
}

/// A stretch of the chain that has been followed.
#[derive(Default)]
struct Chain {
    previous: Hash,
    last: Id,
    /// The occasion of the last.
    occasion: Option<Id>,
    entry_count: i64,
    occasion_count: i64,
    /// Whether an entry says that older ones were pruned.
    attested: bool,
    seen_head: bool,
    /// The first entry that does not fit, and why.
    broken: Option<(Id, String)>,
    /// The first entry that the index does not fit.
    misfiled: Option<Id>,
}

impl Chain {
    fn follow(conn: &Conn, stretch: &Stretch, sought: &Sought) -> Result<Self> {
        let (last, previous) = stretch.after;
        // What stands before the first entry of all is the head of no log.
        let seen_head = last > 0 && sought.is_head(&previous);
        let mut chain = Self { previous, last, occasion: stretch.occasion, seen_head, ..Self::default() };
        store::log::each(conn, stretch, |logged| chain.take(logged, sought))?;
        chain.misfiled = store::log::first_index_mismatch(conn, stretch)?;
        Ok(chain)
    }

    fn take(&mut self, Logged { entry, hash, occasion }: &Logged<'_>, sought: &Sought) {
        self.entry_count += 1;
        self.occasion_count += i64::from(*occasion == entry.id);
        if self.broken.is_none() {
            self.broken = self.problem(entry, hash, *occasion).map(|problem| (entry.id, problem));
        }
        self.attested |= entry.action == Action::LogPrune.as_str() && entry.changes.contains(&sought.anchor_hash);
        self.seen_head |= sought.is_head(hash);
        self.occasion = Some(*occasion);
        self.last = entry.id;
        self.previous = *hash;
    }

    fn problem(&self, entry: &Entry<'_>, hash: &Hash, occasion: Id) -> Option<String> {
        if entry.id != self.last + 1 {
            return Some(format!("entry {} is missing", self.last + 1));
        }
        if entry.hash(&self.previous) != *hash {
            return Some("the entry was changed, or put in this place".to_owned());
        }
        let is_of_another = occasion != entry.id && self.occasion.is_some_and(|last| last != occasion);
        is_of_another.then(|| "the entry is of another occasion than the one before it".to_owned())
    }

    /// With what follows it.
    fn before(self, next: Self) -> Self {
        Self {
            entry_count: self.entry_count + next.entry_count,
            occasion_count: self.occasion_count + next.occasion_count,
            attested: self.attested || next.attested,
            seen_head: self.seen_head || next.seen_head,
            broken: self.broken.or(next.broken),
            misfiled: self.misfiled.or(next.misfiled),
            ..next
        }
    }

    fn first_problem(&self) -> Option<(Id, String)> {
        let misfiled = || self.misfiled.map(|id| (id, "the index of objects does not fit the entry".to_owned()));
        self.broken.clone().or_else(misfiled)
    }
}
