//! Remediation tickets: states and why one is invalid (TICK-1).

use super::words::words;

words! {
    /// The state of a ticket.
    TicketState is "ticket state" {
        Open = "open",
        Resolved = "resolved",
        Closed = "closed",
        Ignored = "ignored",
    }
}

words! {
    /// Why a ticket is invalid; derived, never stored.
    InvalidReason is "reason" {
        NoAssignee = "no-assignee",
        AssigneeInactive = "assignee-inactive",
        AssigneeRole = "assignee-role",
        OutOfReach = "out-of-reach",
    }
}
