//! Which row an object comes from, and which row has said what becomes of it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::domain::{Id, ObjectKind, ObjectRef};

type Object = (ObjectKind, Id);

/// By what something was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Added {
    /// By the founding of the subscription.
    Founding,
    /// By the row at that place of its file.
    Row(usize),
}

/// What is known of where objects come from; rows are named by their places in their file.
#[derive(Debug, Default)]
pub struct Origins {
    /// What earlier stages added, and the row that did; it may complete it whatever the policy.
    added: HashMap<Object, Added>,
    /// What this stage added, and the row that did.
    adding: Vec<(Object, Added)>,
    /// The newest object of each kind when its first row came: what is newer stands in the rows themselves.
    newest: HashMap<ObjectKind, Id>,
    /// The row that said what becomes of an object; no other row says otherwise.
    said_by: HashMap<Object, usize>,
    /// The same of what rows have added: their ids rise with the rows.
    added_by: HashMap<ObjectKind, Rising>,
}

/// Rows by the ids that they have given out, in runs in which both rise together: however many rows, they are few.
#[derive(Debug, Default)]
struct Rising(Vec<Run>);

#[derive(Debug)]
struct Run {
    first: Id,
    row: usize,
    count: usize,
}

impl Run {
    fn row_of(&self, id: Id) -> Option<usize> {
        let at = usize::try_from(id - self.first).ok().filter(|at| *at < self.count)?;
        Some(self.row + at)
    }
}

impl Rising {
    /// Notes the row of an id; what was rolled back gives out its ids again.
    fn push(&mut self, id: Id, row: usize) {
        while let Some(last) = self.0.last_mut() {
            if last.first >= id {
                self.0.pop();
                continue;
            }
            let at = usize::try_from(id - last.first).unwrap_or(usize::MAX);
            last.count = last.count.min(at);
            if last.count == at && last.row + at == row {
                last.count += 1;
                return;
            }
            break;
        }
        self.0.push(Run { first: id, row, count: 1 });
    }

    fn row_of(&self, id: Id) -> Option<usize> {
        let after = self.0.partition_point(|run| run.first <= id);
        after.checked_sub(1).and_then(|at| self.0.get(at))?.row_of(id)
    }
}

impl Origins {
    /// Notes what a row has added; whether later stages may complete it.
    pub fn add(&mut self, object: Object, row: usize, is_to_be_completed: bool) {
        if is_to_be_completed {
            self.adding.push((object, Added::Row(row)));
        }
        self.added_by.entry(object.0).or_default().push(object.1, row);
    }

    /// The first row that says something of an object: this one, unless there was one before.
    pub fn first_to_speak(&mut self, object: Object, row: usize) -> usize {
        let added_by = self.added_by.get(&object.0).and_then(|rows| rows.row_of(object.1));
        added_by.unwrap_or_else(|| *self.said_by.entry(object).or_insert(row))
    }

    /// Notes the newest object of a kind, once.
    pub fn begin_kind<E>(&mut self, kind: ObjectKind, newest: impl FnOnce() -> Result<Id, E>) -> Result<(), E> {
        if let Entry::Vacant(first) = self.newest.entry(kind) {
            first.insert(newest()?);
        }
        Ok(())
    }

    /// Whether an object stands in the rows themselves: it is newer than the first of its kind.
    pub fn is_new(&self, object: &ObjectRef) -> bool {
        self.newest.get(&object.kind).is_some_and(|newest| object.id > *newest)
    }

    /// A user that is there already, as if an earlier stage had added it.
    pub fn expect_user(&mut self, user: Option<Id>) {
        self.added.extend(user.map(|user| ((ObjectKind::User, user), Added::Founding)));
    }

    /// Whether an earlier stage added an object by that row.
    pub fn is_added(&self, object: Object, row: usize) -> bool {
        let added = self.added.get(&object);
        added.is_some_and(|added| *added == Added::Founding || *added == Added::Row(row))
    }

    /// Begins the next stage.
    pub fn begin_stage(&mut self) {
        self.added.extend(self.adding.drain(..));
    }

    /// How much this stage has added.
    pub const fn mark(&self) -> usize {
        self.adding.len()
    }

    /// Forgets what this stage has added since.
    pub fn back_to(&mut self, mark: usize) {
        self.adding.truncate(mark);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_known_by_the_ids_that_they_gave_out() {
        let mut rows = Rising::default();
        for (id, row) in [(10, 1), (11, 2), (12, 3), (20, 4), (21, 7), (22, 8)] {
            rows.push(id, row);
        }
        let known: Vec<_> = (9..24).filter_map(|id| rows.row_of(id)).collect();
        assert_eq!((known, rows.0.len()), (vec![1, 2, 3, 4, 7, 8], 3));
        rows.push(12, 9);
        let known: Vec<_> = (9..24).filter_map(|id| rows.row_of(id)).collect();
        assert_eq!(known, [1, 2, 9], "what came after was rolled back");
    }
}
