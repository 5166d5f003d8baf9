//! The chain of hashes: its head, its anchor, and what it is verified by (LOG-3).

use std::collections::BTreeSet;

use super::entry::{COLUMNS, EntryReader, FROM, Logged};
use super::packing::kept_objects;
use crate::domain::log::{ANCHOR, Hash, Head};
use crate::domain::{Id, Result, Time};
use crate::store::ahead::HEAD;
use crate::store::{Conn, Tx};

/// What stands in place of pruned entries (LOG-3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    /// The last entry that was pruned; 0: none was.
    pub entry: Id,
    /// Its hash, to which the chain goes on.
    pub hash: Hash,
    /// How many entries were pruned in all.
    pub count: i64,
}

/// The place and hash of the newest entry; before the first, those of the anchor.
pub fn head(conn: &Conn) -> Result<Head> {
    match conn.maybe(HEAD, [], |row| Ok((row.get(0)?, row.get(1)?)))? {
        Some(head) => Ok(head),
        None => anchor(conn).map(|anchor| (anchor.entry, anchor.hash)),
    }
}

/// Where the chain begins.
pub fn anchor(conn: &Conn) -> Result<Anchor> {
    let anchor = conn.maybe("SELECT entry_id, hash, entry_count FROM log_anchors", [], |row| {
        let (entry, hash, count) = row.read()?;
        Ok(Anchor { entry, hash, count })
    })?;
    Ok(anchor.unwrap_or(Anchor { entry: 0, hash: ANCHOR, count: 0 }))
}

/// Removes the oldest entries, all of them older than the given time, and anchors the chain in their place;
/// gives the new anchor and how many went, or nothing if none is that old.
pub fn prune(tx: &Tx<'_>, before: Time) -> Result<Option<(Anchor, i64)>> {
    let last = tx.maybe(
        "SELECT id, hash FROM log_entries WHERE id < COALESCE((SELECT min(id) FROM log_occasions WHERE at >= ?1), 9223372036854775807)
          ORDER BY id DESC LIMIT 1",
        [before],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let Some((entry, hash)) = last else { return Ok(None) };
    let gone = tx.run("DELETE FROM log_entries WHERE id <= ?1", [entry])?;
    // All entries of an occasion are equally old.
    tx.run("DELETE FROM log_occasions WHERE id <= ?1", [entry])?;
    let gone = i64::try_from(gone).unwrap_or(i64::MAX);
    let anchor = Anchor { entry, hash, count: anchor(tx)?.count + gone };
    tx.later(
        "INSERT INTO log_anchors (only_one, entry_id, hash, entry_count) VALUES (1, ?1, ?2, ?3)
         ON CONFLICT (only_one) DO UPDATE SET entry_id = excluded.entry_id, hash = excluded.hash, entry_count = excluded.entry_count",
        (anchor.entry, anchor.hash, anchor.count),
    )?;
    Ok(Some((anchor, gone)))
}

/// Where a log begins and ends: whoever sees the same, sees the same entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ends {
    pub anchor: Anchor,
    pub head: Head,
}

impl Ends {
    /// Of the log as a connection sees it.
    pub fn of(conn: &Conn) -> Result<Self> {
        Ok(Self { anchor: anchor(conn)?, head: head(conn)? })
    }

    /// How many entries there are: their ids have no gaps.
    pub const fn count(&self) -> i64 {
        self.head.0.saturating_sub(self.anchor.entry)
    }
}

/// A run of entries: those after one entry up to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Its id and hash: what the first is chained to.
    pub after: Head,
    /// Its occasion; `None`: unknown, because it was pruned or never was.
    pub occasion: Option<Id>,
    pub up_to: Id,
}

/// The whole log in this many stretches of about the same length; fewer if there are not as many entries.
pub fn stretches(conn: &Conn, ends: &Ends, count: i64) -> Result<Vec<Stretch>> {
    let anchor = ends.anchor;
    let (mut after, mut occasion, mut stretches) = ((anchor.entry, anchor.hash), None, Vec::new());
    let length = ends.count() / count.max(1);
    for nth in 1..count {
        let sql = "SELECT id, hash, occasion_id FROM log_entries WHERE id >= ?1 ORDER BY id LIMIT 1";
        let cut = conn.maybe(sql, [anchor.entry.saturating_add(nth * length)], |row| row.read())?;
        let Some((id, hash, of)) = cut.filter(|(id, _, _)| *id > after.0) else { continue };
        stretches.push(Stretch { after, occasion, up_to: id });
        (after, occasion) = ((id, hash), Some(of));
    }
    stretches.push(Stretch { after, occasion, up_to: Id::MAX });
    Ok(stretches)
}

/// Each entry of a stretch, oldest first, for verification.
pub fn each(conn: &Conn, stretch: &Stretch, mut sink: impl FnMut(&Logged<'_>)) -> Result<()> {
    let mut reader = EntryReader::new(conn);
    let sql = format!("SELECT {COLUMNS} FROM {FROM} WHERE e.id > ?1 AND e.id <= ?2 ORDER BY e.id");
    conn.each(&sql, &[&stretch.after.0, &stretch.up_to], |row| reader.read(row, &mut sink), Ok)
}

/// How many occasions there are.
pub fn count_occasions(conn: &Conn) -> Result<i64> {
    conn.one("SELECT count(*) FROM log_occasions", [], |row| row.get(0))
}

/// The first occasion that its own first entry does not name: entries are found by occasions, and would be missed.
pub fn first_stray_occasion(conn: &Conn) -> Result<Option<Id>> {
    conn.one(
        "SELECT min(c.id) FROM log_occasions c LEFT JOIN log_entries e ON e.id = c.id WHERE e.occasion_id IS DISTINCT FROM c.id",
        [],
        |row| row.get(0),
    )
}

/// The objects that the index of an entry names and its text does not, or the other way round, are a sign
/// of tampering; gives the first such entry of a stretch.
pub fn first_index_mismatch(conn: &Conn, stretch: &Stretch) -> Result<Option<Id>> {
    let mut first: Option<Id> = conn.one(
        "SELECT min(o.entry_id) FROM log_objects o JOIN log_entries e ON e.id = o.entry_id
          WHERE e.objects IS NULL AND o.entry_id > ?1 AND o.entry_id <= ?2",
        (stretch.after.0, stretch.up_to),
        |row| row.get(0),
    )?;
    let several = "SELECT id, objects FROM log_entries WHERE objects IS NOT NULL AND id > ?1 AND id <= ?2 ORDER BY id";
    conn.each(
        several,
        &[&stretch.after.0, &stretch.up_to],
        |row| Ok((row.get(0)?, row.get::<String>(1)?)),
        |(id, objects)| {
            if first.is_none_or(|first| id < first) {
                let told: BTreeSet<(String, Id)> =
                    kept_objects(&objects).into_iter().map(|(kind, id, _)| (kind, id)).collect();
                if told != indexed(conn, id)? {
                    first = Some(id);
                }
            }
            Ok(())
        },
    )?;
    Ok(first)
}

fn indexed(conn: &Conn, entry: Id) -> Result<BTreeSet<(String, Id)>> {
    let sql = "SELECT COALESCE(w.word, ''), o.object_id FROM log_objects o LEFT JOIN log_words w ON w.id = o.kind_id WHERE o.entry_id = ?1";
    Ok(conn.all(sql, [entry], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
}
