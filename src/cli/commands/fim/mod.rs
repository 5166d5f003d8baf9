//! Monitoring of files.

use crate::cli::commands::verbs;

pub mod asset;
pub mod event;
pub mod incident;
pub mod profile;
pub mod report;
pub mod report_rule;
pub mod rule;

verbs! {
    /// Monitoring: events, incidents, rules, reports
    Fim {
    }
    nouns {
        "asset" Asset => asset,
        "profile" Profile => profile,
        "event" Event => event,
        "incident" Incident => incident,
        "rule" Rule => rule,
        "report" Report => report,
        "report-rule" ReportRule => report_rule,
    }
}
