//! What became of rows.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::Id;
use crate::domain::words::{counted, words};
use crate::service::effect::Effect;
use crate::service::fim::reviewer::ReviewGap;
use crate::service::tag::scope::ScopeEffect;
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
            Tally { created: 1.., .. } => RowStatus::Created,
            Tally { updated: 1.., .. } => RowStatus::Updated,
            Tally { skipped: 1.., .. } => RowStatus::Skipped,
            _ => RowStatus::Unchanged,
        };
        Self { object, status, id: None, tally }
    }
}

/// How many things were settled, by what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// New ones.
    pub created: usize,
    /// Those that were changed.
    pub updated: usize,
    /// Those that were so already.
    pub unchanged: usize,
    /// Those that were there and were left.
    pub skipped: usize,
    /// Those that could not be taken in.
    pub failed: usize,
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
            RowStatus::Created => &mut self.created,
            RowStatus::Updated => &mut self.updated,
            RowStatus::Unchanged => &mut self.unchanged,
            RowStatus::Skipped => &mut self.skipped,
            RowStatus::Failed => &mut self.failed,
        };
        *known += count;
    }

    /// Counts all of another tally.
    pub const fn add_all(&mut self, other: Self) {
        self.created += other.created;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.skipped += other.skipped;
        self.failed += other.failed;
    }

    /// How many things there were.
    pub const fn all(&self) -> usize {
        self.created + self.updated + self.unchanged + self.skipped + self.failed
    }

    /// The counts as a phrase.
    pub fn phrase(&self) -> String {
        let counts = [
            (self.created, "new"),
            (self.updated, "changed"),
            (self.unchanged, "unchanged"),
            (self.skipped, "skipped"),
            (self.failed, "put aside"),
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
    /// Whose rights changed by groups and projects, and how (GRP-2).
    pub effects: Vec<Effect>,
    /// Whose tag scope covers more or less now (SCOPE-1).
    pub scopes: Vec<ScopeEffect>,
    /// Reviewers who no longer see all that the creator sees (FIM-14).
    pub review_gaps: Vec<ReviewGap>,
    /// Assets that are left without any tag, open to every sub-user (TAG-3).
    pub published_count: usize,
}

/// How many consequences there were at some time.
#[derive(Debug, Clone, Copy)]
pub struct ConsequenceMarks([usize; 6]);

impl Consequences {
    /// How many there are.
    pub const fn marks(&self) -> ConsequenceMarks {
        ConsequenceMarks([
            self.losses.len(),
            self.deactivated.len(),
            self.effects.len(),
            self.scopes.len(),
            self.review_gaps.len(),
            self.published_count,
        ])
    }

    /// Forgets those that came since.
    pub fn back_to(&mut self, marks: ConsequenceMarks) {
        let ConsequenceMarks([losses, deactivated, effects, scopes, review_gaps, published]) = marks;
        self.losses.truncate(losses);
        self.deactivated.truncate(deactivated);
        self.effects.truncate(effects);
        self.scopes.truncate(scopes);
        self.review_gaps.truncate(review_gaps);
        self.published_count = published;
    }

    /// What the single verbs would not do without being told `--yes`, as a phrase; nothing if there is none of it.
    pub fn to_confirm(&self) -> Option<String> {
        let deactivated =
            (!self.deactivated.is_empty()).then(|| format!("{} deactivated", counted(self.deactivated.len(), "user")));
        let published = (self.published_count > 0).then(|| {
            format!("{} left without any tag, open to every sub-user", counted(self.published_count, "asset"))
        });
        let told: Vec<String> = deactivated.into_iter().chain(published).collect();
        (!told.is_empty()).then(|| told.join(", "))
    }
}
