//! Monitoring (section 11): profiles, events, incidents, correlation rules and reports.

pub mod asset;
pub mod event;
pub mod incident;
pub mod profile;
pub mod report;
pub mod report_rule;
pub mod reviewer;
pub mod rule;
