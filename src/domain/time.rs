//! Points in time, in whole seconds.

use std::fmt;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::error::{Error, Result};
use super::text::printable;

/// Seconds of Unix time, printed as RFC 3339 in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Time(pub i64);

impl Time {
    /// The same time of day so many calendar months earlier, in UTC; a day that a month lacks is its last.
    pub fn months_ago(self, months: i64) -> Self {
        let earlier = Timestamp::from_second(self.0).and_then(|now| {
            now.to_zoned_datetime(jiff::tz::TimeZone::UTC).checked_sub(jiff::Span::new().try_months(months)?)
        });
        // Out of range is before anything that ever was.
        earlier.map_or(Self(i64::MIN), |earlier| Self(earlier.timestamp().as_second()))
    }

    /// The calendar day in that time zone, `2026-01-31`; in UTC where the zone is unknown.
    pub fn day_in(self, zone: Option<&str>) -> String {
        let zone = zone.and_then(|zone| jiff::tz::TimeZone::get(zone).ok()).unwrap_or(jiff::tz::TimeZone::UTC);
        Timestamp::from_second(self.0)
            .map_or_else(|_| self.0.to_string(), |now| now.to_zoned_datetime(zone).date().to_string())
    }

    /// A point in time since 1970 that means the same whenever it is read: RFC 3339 or a date.
    pub fn parse_absolute(typed: &str) -> Result<Self> {
        absolute(typed.trim()).filter(|time| time.0 >= 0).ok_or_else(|| {
            let typed = printable(typed);
            Error::invalid(format!("`{typed}` is no point in time like `2026-01-31` or `2026-01-31T08:00:00Z`"))
                .expects("a point in time")
        })
    }
}

/// RFC 3339 or a date.
fn absolute(text: &str) -> Option<Time> {
    let timestamp = text.parse::<Timestamp>().or_else(|_| format!("{text}T00:00:00Z").parse::<Timestamp>());
    timestamp.ok().map(|timestamp| Time(timestamp.as_second()))
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Timestamp::from_second(self.0) {
            Ok(timestamp) => timestamp.fmt(f),
            Err(_) => self.0.fmt(f),
        }
    }
}

impl JsonSchema for Time {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Time".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date-time", "description": "RFC 3339 in UTC, in whole seconds" })
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_calendar_months() {
        let now = Time::parse_absolute("2026-03-31T08:00:00Z").unwrap();
        assert_eq!(now.months_ago(1).to_string(), "2026-02-28T08:00:00Z");
        assert_eq!(now.months_ago(24).to_string(), "2024-03-31T08:00:00Z");
        assert_eq!(now.months_ago(i64::MAX), Time(i64::MIN));
    }

    #[test]
    fn days_begin_where_the_user_lives() {
        let now = Time::parse_absolute("2026-03-31T22:30:00Z").unwrap();
        assert_eq!(now.day_in(Some("Europe/Berlin")), "2026-04-01");
        assert_eq!(now.day_in(None), "2026-03-31");
    }

    #[test]
    fn what_is_printed_is_read_again() {
        let at = |typed: &str| Time::parse_absolute(typed).unwrap().to_string();
        assert_eq!(at("2026-01-31"), "2026-01-31T00:00:00Z");
        assert_eq!(at("2026-01-31T08:00:00+02:00"), "2026-01-31T06:00:00Z");
        for bad in ["", "yesterday", "30d", "2026-13-01", "1969-12-31"] {
            assert!(Time::parse_absolute(bad).is_err(), "{bad}");
        }
    }
}
