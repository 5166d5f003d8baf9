//! What became of each of several objects, line by line.

use std::fmt::Display;

use super::told::{Lines, Told};
use crate::service::due::Due;
use crate::service::fim::rule::Ran;
use crate::service::link::Issued;
use crate::service::outbox::send::Delivery;
use crate::service::project::MemberOutcome;
use crate::service::report::{ChangeStatus, Outcome, Outcomes};
use crate::service::user::status::Deactivated;

/// What became of one object.
pub trait Fate {
    /// Its name.
    fn object(&self) -> &dyn Display;

    /// What became of it, as it stands behind its name.
    fn status(&self) -> String;

    /// Why.
    fn reason(&self) -> Option<&str> {
        None
    }

    /// What there is to tell below.
    fn more(&self, _told: &mut Lines) {}
}

/// A line for each object, with what there is to tell of it; nothing for a single one that says no more than the
/// sentence.
pub fn tell_each(results: &[impl Fate], told: &mut Lines) {
    for result in results {
        let mut more = Lines::default();
        result.more(&mut more);
        if results.len() == 1 && more.is_empty() && result.reason().is_none() {
            continue;
        }
        let reason = result.reason().map(|reason| format!(" ({reason})")).unwrap_or_default();
        told.line(format!("{}{}{reason}", result.object(), result.status()));
        told.extend(more);
    }
}

macro_rules! fates {
    ($($Result:ty $({ $($more:tt)+ })?),+ $(,)?) => {
        $(impl Fate for $Result {
            fn object(&self) -> &dyn Display {
                &self.object
            }

            fn status(&self) -> String {
                format!(": {}", self.status)
            }

            $($($more)+)?
        })+
    };
}

fates! {
    Outcome,
    MemberOutcome,
    Issued,
    Delivery {
        fn reason(&self) -> Option<&str> {
            self.error.as_deref()
        }
    },
    Due {
        fn reason(&self) -> Option<&str> {
            self.reason.as_deref()
        }
    },
}

impl Fate for Deactivated {
    fn object(&self) -> &dyn Display {
        &self.object
    }

    fn status(&self) -> String {
        let mut more = Lines::default();
        self.more(&mut more);
        match self.status {
            ChangeStatus::Done if !more.is_empty() => String::new(),
            status => format!(": {status}"),
        }
    }

    /// What a deactivation ends.
    fn more(&self, told: &mut Lines) {
        let at = |time: &Option<crate::domain::Time>| time.map(|at| at.to_string()).unwrap_or_default();
        let ending = self.schedules_ending.iter().map(|one| format!("{} at {}", one.name, at(&one.at)));
        told.names("schedules that end", &ending.collect::<Vec<_>>());
        told.names("tickets that become invalid", &self.tickets_invalid);
        told.count_below("sessions ended", self.sessions_ended);
        told.count_below("tokens ended", self.tokens_ended);
        told.count_below("links ended", self.links_ended);
    }
}

/// Users who were deactivated by the way, and what that ends.
impl Told for Vec<Deactivated> {
    fn describe(&self, told: &mut Lines) {
        for one in self {
            told.line(format!("{}: inactive", one.object));
            one.more(told);
        }
    }
}

/// What a correlation rule came to.
impl Fate for Ran {
    fn object(&self) -> &dyn Display {
        &self.object
    }

    fn status(&self) -> String {
        match (&self.skipped, self.incident) {
            (Some(_), _) => ": not evaluated".to_owned(),
            (None, None) => format!(": {} new events, none fits", self.seen_count),
            (None, Some(incident)) => format!(": {} events fit, incident {incident}", self.matched_count),
        }
    }
}

impl Told for Outcomes {
    fn describe(&self, told: &mut Lines) {
        tell_each(&self.results, told);
    }
}
