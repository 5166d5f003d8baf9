//! Monitoring: events, incidents and reports, and who may review (section 11 of the rules).

use super::text::printable;
use super::words::words;
use super::{Error, Result};

words! {
    /// What happened to a file (FIM-15).
    EventAction is "action of an event" {
        Create = "create",
        Modify = "modify",
        Delete = "delete",
        Attributes = "attributes",
        Rename = "rename",
    }
}

words! {
    /// What the review of an incident came to.
    Approval is "approval" {
        Pending = "pending",
        Approved = "approved",
        Unapproved = "unapproved",
        PolicyViolation = "policy-violation",
    }
}

words! {
    /// Whether an incident is still to be reviewed.
    IncidentState is "state of an incident" {
        Open = "open",
        Closed = "closed",
    }
}

impl Approval {
    /// Open while the review is pending, closed by its outcome.
    pub const fn state(self) -> IncidentState {
        match self {
            Self::Pending => IncidentState::Open,
            _ => IncidentState::Closed,
        }
    }
}

words! {
    /// What a report is about (FIM-11).
    ReportEntity is "content of a report" {
        Events = "events",
        Incidents = "incidents",
        Assets = "assets",
        Profiles = "profiles",
        Rules = "rules",
    }
}

impl ReportEntity {
    /// The keys of its rows, which are the columns of CSV.
    pub const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Events => &["id", "at", "asset", "address", "path", "action", "severity", "process", "ignored"],
            Self::Incidents => &[
                "id",
                "title",
                "state",
                "approval",
                "comment",
                "creator",
                "reviewers",
                "event_count",
                "rule",
                "created_at",
                "reviewed_by",
                "reviewed_at",
            ],
            Self::Assets => {
                &["id", "name", "address", "dns_name", "os", "attributes", "tags", "tags_by_rule", "asset_groups"]
            }
            Self::Profiles => &["id", "name", "description", "paths", "tags", "active", "creator", "created_at"],
            Self::Rules => {
                &["id", "name", "description", "when", "active", "creator", "reviewers", "incident_count", "created_at"]
            }
        }
    }
}

words! {
    /// The form of a report.
    ReportFormat is "format of a report" {
        Csv = "csv",
        Json = "json",
    }
}

words! {
    /// Whether a report could be produced.
    ReportState is "state of a report" {
        Complete = "complete",
        Failed = "failed",
    }
}

/// How bad an event is, from 1 to 5 (FIM-15).
pub fn severity(typed: &str) -> Result<i64> {
    let parsed = typed.trim().parse().ok().filter(|severity| (1..=5).contains(severity));
    parsed.ok_or_else(|| {
        Error::invalid(format!("`{}` is no severity: 1 to 5", printable(typed))).rule("FIM-15").expects("1 to 5")
    })
}

/// The most reviewers that an incident or a rule has (FIM-13).
pub const MOST_REVIEWERS: usize = 10;
/// The most rows that a report holds; with more it fails and asks for a filter.
pub const MOST_ROWS: usize = 100_000;
