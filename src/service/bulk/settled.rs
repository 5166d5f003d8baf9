//! What became of rows.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::phrase::counted;
use crate::domain::words::words;
use crate::domain::{Error, Id, Result};
use crate::service::fim::reviewer::ReviewGap;
use crate::service::report::{Outcome, Outcomes, TO_CONFIRM, status};
use crate::service::tag::evaluate::{Marks, OPEN};
use crate::service::user::status::Deactivated;

words! {
    /// What became of a row.
    RowStatus is "status" {
        Created = "created",
        Updated = "updated",
        Unchanged = "unchanged",
        Skipped = "skipped",
        Failed = "failed",
    }
}

/// What taking a row in came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// What it is about.
    pub object: String,
    /// What became of it.
    pub status: RowStatus,
    /// Its id, if it is one thing.
    pub id: Option<Id>,
    /// How many things it is, by what became of them.
    pub tally: Tally,
}

impl Settled {
    /// One thing.
    pub fn one(object: String, status: RowStatus, id: Option<Id>) -> Self {
        Self { object, status, id, tally: Tally::one(status) }
    }

    /// Several things, told as one: what is new counts most.
    pub fn several(object: String, tally: Tally) -> Self {
        let status = match tally {
            Tally { created_count: 1.., .. } => RowStatus::Created,
            Tally { updated_count: 1.., .. } => RowStatus::Updated,
            Tally { skipped_count: 1.., .. } => RowStatus::Skipped,
            _ => RowStatus::Unchanged,
        };
        Self { object, status, id: None, tally }
    }
}

/// What was settled as rows of a file are, in the shape of single verbs.
pub fn outcomes(settled: &[Settled]) -> Outcomes {
    let is_change = |one: &Settled| matches!(one.status, RowStatus::Created | RowStatus::Updated);
    let outcome = |one: &Settled| Outcome { object: one.object.clone(), status: status(is_change(one)) };
    Outcomes { results: settled.iter().map(outcome).collect() }
}

/// How many things were settled, by what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Tally {
    /// New ones.
    pub created_count: usize,
    /// Those that were changed.
    pub updated_count: usize,
    /// Those that were there already, the same in every column.
    pub unchanged_count: usize,
    /// Those that were there and were left as they are.
    pub skipped_count: usize,
    /// Those that could not be taken in.
    pub failed_count: usize,
}

impl Tally {
    /// Of a single thing.
    pub fn one(status: RowStatus) -> Self {
        let mut tally = Self::default();
        tally.add(status, 1);
        tally
    }

    /// Counts more things.
    pub const fn add(&mut self, status: RowStatus, count: usize) {
        let known = match status {
            RowStatus::Created => &mut self.created_count,
            RowStatus::Updated => &mut self.updated_count,
            RowStatus::Unchanged => &mut self.unchanged_count,
            RowStatus::Skipped => &mut self.skipped_count,
            RowStatus::Failed => &mut self.failed_count,
        };
        *known += count;
    }

    /// Counts all of another tally.
    pub const fn add_all(&mut self, other: Self) {
        self.created_count += other.created_count;
        self.updated_count += other.updated_count;
        self.unchanged_count += other.unchanged_count;
        self.skipped_count += other.skipped_count;
        self.failed_count += other.failed_count;
    }

    /// How many things there were.
    pub const fn all(&self) -> usize {
        self.created_count + self.updated_count + self.unchanged_count + self.skipped_count + self.failed_count
    }

    /// The counts as a phrase.
    pub fn phrase(&self) -> String {
        let counts = [
            (self.created_count, "new"),
            (self.updated_count, "changed"),
            (self.unchanged_count, "unchanged"),
            (self.skipped_count, "skipped"),
            (self.failed_count, "put aside"),
        ];
        let told: Vec<String> =
            counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        if told.is_empty() { "no rows".to_owned() } else { told.join(", ") }
    }
}

/// What a replaced list holds no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Loss {
    /// What lost it.
    pub object: String,
    /// The list.
    pub field: &'static str,
    /// What is gone from it.
    pub names: Vec<String>,
}

impl Loss {
    /// The loss as a sentence.
    pub fn sentence(&self) -> String {
        format!("`{}` holds no more in `{}`: {}", self.object, self.field, self.names.join(", "))
    }
}

/// What rows brought about beside what they say, in the shapes of the single verbs.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct Consequences {
    /// What is gone: members of lists that were replaced, and values that were emptied.
    pub losses: Vec<Loss>,
    /// Who was deactivated, and what that ends.
    pub deactivated: Vec<Deactivated>,
    /// Reviewers who no longer see all that the creator sees (FIM-14).
    pub review_gaps: Vec<ReviewGap>,
    /// What became of the tags of assets, and what is open to every sub-user since (TAG-2, TAG-3).
    #[serde(flatten)]
    pub marks: Marks,
}

/// How many consequences there were at some time.
#[derive(Debug, Clone, Copy)]
pub struct ConsequenceMark([usize; 3], Marks);

impl Consequences {
    /// How many there are.
    pub const fn mark(&self) -> ConsequenceMark {
        let counts = [self.losses.len(), self.deactivated.len(), self.review_gaps.len()];
        ConsequenceMark(counts, self.marks)
    }

    /// Forgets those that came since.
    pub fn back_to(&mut self, ConsequenceMark(counts, marks): ConsequenceMark) {
        let [losses, deactivated, review_gaps] = counts;
        self.losses.truncate(losses);
        self.deactivated.truncate(deactivated);
        self.review_gaps.truncate(review_gaps);
        self.marks = marks;
    }

    /// Refuses what single verbs ask about, until it is confirmed.
    ///
    /// # Errors
    /// `usage`, code [`TO_CONFIRM`].
    pub fn check(&self, is_confirmed: bool) -> Result<()> {
        let count = |count: i64| usize::try_from(count).unwrap_or(usize::MAX);
        let told = [
            (self.deactivated.len(), "user", "deactivated"),
            (count(self.marks.published_count), "asset", OPEN),
            (count(self.marks.published_profile_count), "monitoring profile", OPEN),
        ];
        let told: Vec<String> = told
            .into_iter()
            .filter(|(count, ..)| *count > 0 && !is_confirmed)
            .map(|(count, noun, what)| format!("{} {what}", counted(count, noun)))
            .collect();
        if told.is_empty() {
            return Ok(());
        }
        Err(Error::usage(format!("this needs a confirmation: {}", told.join(", ")))
            .code(TO_CONFIRM)
            .hint("add `--yes` to confirm")
            .hint("or `--dry-run` to see what it would do"))
    }
}
