//! When something launches, as flags (SCHED-1).

use clap::Args;

use crate::domain::recurrence::Spec;
use crate::domain::{Error, Result};

/// Flags of a recurrence.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Launch time")]
pub struct RecurrenceArgs {
    /// Launch once, daily, weekly or monthly
    #[arg(long, value_name = "HOW")]
    recurrence: Option<String>,
    /// On this weekday, such as mon (repeatable)
    #[arg(long, value_name = "DAY")]
    weekday: Vec<String>,
    /// On this day of the month, 1 to 31
    #[arg(long, value_name = "N")]
    day: Option<u8>,
    /// On this date, such as 2030-01-31
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// At this local time, such as 22:30
    #[arg(long, value_name = "HH:MM")]
    time: Option<String>,
    /// In this IANA time zone, such as Europe/Berlin
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
}

impl RecurrenceArgs {
    /// The recurrence, if any of its flags is given.
    ///
    /// # Errors
    /// `usage` if a part is missing.
    pub fn parse(self) -> Result<Option<Spec>> {
        let parts = [
            self.recurrence.is_some(),
            self.time.is_some(),
            self.time_zone.is_some(),
            self.day.is_some(),
            self.date.is_some(),
        ];
        if !parts.contains(&true) && self.weekday.is_empty() {
            return Ok(None);
        }
        let missing = |flag: &str| {
            Error::usage(format!("a recurrence needs `--{flag}`"))
                .rule("SCHED-1")
                .hint("write all of it: `--recurrence daily --time 22:30 --time-zone Europe/Berlin`")
        };
        Ok(Some(Spec {
            frequency: self.recurrence.ok_or_else(|| missing("recurrence"))?,
            weekdays: self.weekday,
            day: self.day,
            date: self.date,
            time: self.time.ok_or_else(|| missing("time"))?,
            time_zone: self.time_zone.ok_or_else(|| missing("time-zone"))?,
        }))
    }
}
