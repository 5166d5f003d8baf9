//! How many there are of what is kept in numbers beside it: counted while a transaction goes on, written once. A server keeps every
//! version of a row that a transaction writes, and goes through all of them each time.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::domain::Id;

/// A number that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Count {
    /// Users of a unit.
    Users(Id),
    /// Addresses that a unit has added, against its limit (UNIT-4).
    NewAddresses(Id),
    /// Assets of all.
    Assets,
}

impl Count {
    /// The statement that adds `?1` to it, and the row that it is in, `?2`, if there are several.
    pub const fn statement(self) -> (&'static str, Option<Id>) {
        match self {
            Self::Users(unit) => ("UPDATE units SET user_count = user_count + ?1 WHERE id = ?2", Some(unit)),
            Self::NewAddresses(unit) => ("UPDATE units SET new_ips_used = new_ips_used + ?1 WHERE id = ?2", Some(unit)),
            Self::Assets => ("UPDATE subscriptions SET asset_count = asset_count + ?1 WHERE ?2 IS NULL", None),
        }
    }
}

/// What a transaction has counted, and not written yet.
#[derive(Debug, Default)]
pub struct Counts(RefCell<BTreeMap<Count, i64>>);

impl Counts {
    /// Counts what came, or went.
    pub fn add(&self, count: Count, change: i64) {
        *self.0.borrow_mut().entry(count).or_default() += change;
    }

    /// What is to be written, which is the caller's from now on.
    pub fn take(&self) -> BTreeMap<Count, i64> {
        let mut counts = self.0.take();
        counts.retain(|_, change| *change != 0);
        counts
    }

    /// What was counted so far.
    pub fn so_far(&self) -> BTreeMap<Count, i64> {
        self.0.borrow().clone()
    }

    /// Forgets what was counted since.
    pub fn back_to(&self, counts: BTreeMap<Count, i64>) {
        self.0.replace(counts);
    }
}
