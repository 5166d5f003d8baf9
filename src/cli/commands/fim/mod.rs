//! Monitoring of files.

use asset::FimAssetVerb;
use event::FimEventVerb;
use incident::FimIncidentVerb;
use profile::FimProfileVerb;
use report::FimReportVerb;
use report_rule::FimReportRuleVerb;
use rule::FimRuleVerb;

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
    FimVerb {
    } nouns {
        "asset" FimAssetVerb,
        "profile" FimProfileVerb,
        "event" FimEventVerb,
        "incident" FimIncidentVerb,
        "rule" FimRuleVerb,
        "report" FimReportVerb,
        "report-rule" FimReportRuleVerb,
    }
}
