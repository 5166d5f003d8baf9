//! Failed sign-ins and the lock they lead to (PASS-1, USER-2): a pure state machine.
//!
//! ```text
//!                 wrong password, fewer than the most allowed
//!                ┌──────────────────────────────┐
//!                ▼                              │
//!  ┌───────► counting (0 … most − 1) ───────────┘
//!  │             │            ▲
//!  │             │ one more   │ right password: the count starts anew
//!  │             ▼            │
//!  │          locked ─────────┘  never by a password: `user activate`, `recover`
//!  │             │
//!  └─────────────┘  `user activate` clears the count
//! ```
//!
//! Only `pending` and `active` accounts become locked. Of an `inactive` or `locked` one the failures
//! are counted, and nothing else happens.

use super::user::Status;

/// What one more failure does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failed {
    /// The failures in a row, this one included.
    pub count: i64,
    /// The state of the account afterwards.
    pub status: Status,
}

impl Failed {
    /// One more failure after `count` others; `most` failures lock the account, 0 never does.
    pub fn after(count: i64, status: Status, most: i64) -> Self {
        let count = count.saturating_add(1);
        let closes = most > 0 && count >= most && matches!(status, Status::Pending | Status::Active);
        Self { count, status: if closes { Status::Locked } else { status } }
    }

    /// Whether this failure locked the account.
    pub fn locks(self, before: Status) -> bool {
        self.status == Status::Locked && before != Status::Locked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_allowed_failure_locks_and_none_before_it() {
        let mut status = Status::Active;
        for count in 0..4 {
            let failed = Failed::after(count, status, 5);
            assert_eq!((failed.count, failed.status), (count + 1, Status::Active));
            status = failed.status;
        }
        let last = Failed::after(4, status, 5);
        assert!(last.locks(Status::Active));
        assert_eq!(last.status, Status::Locked);
    }

    #[test]
    fn no_limit_never_locks() {
        assert_eq!(Failed::after(1_000, Status::Active, 0).status, Status::Active);
        assert_eq!(Failed::after(i64::MAX, Status::Active, 0).count, i64::MAX);
    }

    #[test]
    fn closed_accounts_stay_as_they_are() {
        for status in [Status::Inactive, Status::Locked] {
            let failed = Failed::after(99, status, 5);
            assert_eq!(failed.status, status);
            assert!(!failed.locks(Status::Locked));
        }
        assert_eq!(Failed::after(0, Status::Pending, 1).status, Status::Locked);
    }

    #[test]
    fn a_lower_limit_locks_at_the_next_failure() {
        assert_eq!(Failed::after(7, Status::Active, 3).status, Status::Locked);
    }
}
