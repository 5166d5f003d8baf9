//! Monitoring: profiles, events, incidents, correlation rules, reports (section 11).

pub mod creator;
pub mod event;
pub mod filter;
pub mod incident;
pub mod profile;
pub mod report;
pub mod report_rule;
pub mod reviewer;
pub mod rule;
