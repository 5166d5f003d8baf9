//! What a change looks like to a person: a sentence, and below it what else there is to tell.

use std::fmt::Display;

use crate::domain::phrase::{first_names, joined};
use crate::service::Done;
use crate::service::effect::Effects;
use crate::service::report::ChangeStatus;

/// A report that has something to tell beside the sentence of the change.
pub trait Told {
    /// Tells it, line by line; what the sentence has said already is left out.
    fn describe(&self, _told: &mut Lines) {}

    /// Whether it tells itself how the access of that user changes.
    fn tells_access_of(&self, _user: &str) -> bool {
        false
    }

    /// The command that takes it back (OP-3).
    fn way_back(&self) -> &'static str {
        "provost undo"
    }
}

/// How many names a line holds before it says how many more there are.
const MOST: usize = 12;

/// The lines below a sentence.
#[derive(Debug, Default)]
pub struct Lines(Vec<String>);

impl Lines {
    /// A line of its own.
    pub fn line(&mut self, text: impl Display) {
        self.0.push(format!("  {text}"));
    }

    /// A line below another.
    pub fn below(&mut self, text: impl Display) {
        self.0.push(format!("    {text}"));
    }

    /// A line below one that stands below another.
    pub fn deeper(&mut self, text: impl Display) {
        self.0.push(format!("      {text}"));
    }

    /// Names below a line, if there are any; not more than a line holds.
    pub fn names(&mut self, what: &str, names: &[impl Display]) {
        if !names.is_empty() {
            self.below(format!("{what}: {}", short(names)));
        }
    }

    /// A line with all of these, if there are any.
    pub fn all(&mut self, what: &str, names: &[impl Display]) {
        if !names.is_empty() {
            self.line(format!("{what}: {}", joined(names)));
        }
    }

    /// A line with the first of these, if there are any, and how many more.
    pub fn some(&mut self, what: &str, names: &[impl Display]) {
        if !names.is_empty() {
            self.line(format!("{what}: {}", short(names)));
        }
    }

    /// A line that counts, if there is anything to count.
    pub fn count(&mut self, what: &str, count: impl TryInto<i64>) {
        if let Some(count) = count.try_into().ok().filter(|count| *count != 0) {
            self.line(format!("{what}: {count}"));
        }
    }

    /// A count below a line, if there is anything to count.
    pub fn count_below(&mut self, what: &str, count: impl TryInto<i64>) {
        if let Some(count) = count.try_into().ok().filter(|count| *count > 0) {
            self.below(format!("{what}: {count}"));
        }
    }

    /// Whether nothing was told.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds what was told elsewhere.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

/// As many names as a line holds.
pub fn short(names: &[impl Display]) -> String {
    let named = first_names(names, MOST);
    if names.len() > MOST { format!("{named} (all of them with --json)") } else { named }
}

/// What several commands together came to for everybody, line by line.
pub fn effects(effects: &Effects, is_dry: bool) -> Vec<String> {
    let mut told = Lines::default();
    effects.tell(is_dry, &mut told, |_| false);
    told.0
}

/// The sentence and the report, line by line.
pub fn lines<T: Told>(done: &Done<T>) -> Vec<String> {
    let mut told = Lines(vec![sentence(done)]);
    done.body.describe(&mut told);
    done.effects.tell(done.dry_run, &mut told, |user| done.body.tells_access_of(user));
    told.0
}

fn sentence<T>(done: &Done<T>) -> String {
    match done.status {
        ChangeStatus::Done => done.sentence.text(done.dry_run),
        ChangeStatus::Unchanged if done.dry_run => "nothing would change".to_owned(),
        ChangeStatus::Unchanged => "nothing to change".to_owned(),
    }
}

/// Reports about one thing, of which the sentence has said everything.
macro_rules! said_by_the_sentence {
    ($($Body:ty),+ $(,)?) => {
        $(impl $crate::cli::render::told::Told for $Body {})+
    };
}
pub(crate) use said_by_the_sentence;
