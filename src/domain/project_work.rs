//! Work in a project (PRJ-4): how far scans have come, and what became of results.

use super::error::{Error, Result};
use super::words::words;

words! {
    /// How far a scan of a project has come: `queued`, then `running`, then `done`, `failed` or `cancelled`.
    ProjectScanState is "state of a scan" {
        Queued = "queued",
        Running = "running",
        Done = "done",
        Failed = "failed",
        Cancelled = "cancelled",
    }
}

impl ProjectScanState {
    /// Whether nothing comes after it.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }

    /// The next state, if it may follow this one.
    ///
    /// # Errors
    /// `conflict` by PRJ-4.
    pub fn then(self, next: Self) -> Result<Self> {
        let follows = match self {
            Self::Queued => next != Self::Queued,
            Self::Running => next.is_over(),
            Self::Done | Self::Failed | Self::Cancelled => false,
        };
        if follows {
            return Ok(next);
        }
        let error = Error::conflict("PRJ-4", format!("a scan that is {self} does not become {next}"));
        Err(if self.is_over() { error.hint("start another one: `provost project scan start`") } else { error })
    }
}

words! {
    /// What became of a result.
    ResultState is "state of a result" {
        Open = "open",
        Confirmed = "confirmed",
        FalsePositive = "false-positive",
        Fixed = "fixed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scans_go_forward_and_end_once() {
        use ProjectScanState::{Cancelled, Done, Failed, Queued, Running};
        for (from, to) in [(Queued, Running), (Queued, Done), (Running, Done), (Running, Failed), (Queued, Cancelled)] {
            assert_eq!(from.then(to).unwrap(), to);
        }
        for (from, to) in [(Running, Queued), (Done, Running), (Done, Failed), (Queued, Queued), (Cancelled, Done)] {
            assert!(from.then(to).is_err(), "{from} {to}");
        }
    }
}
