//! Points in time as people type them: RFC 3339, a date, `yesterday`, or so long ago or ahead.

use std::str::FromStr;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use super::error::{Error, Result};
use super::text::printable;
use super::time::Time;

/// Where a duration without a sign lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tense {
    /// Before now.
    Past,
    /// After now.
    Future,
}

/// When and where something is asked: days begin where the user lives.
#[derive(Debug, Clone)]
pub struct Here {
    pub now: Time,
    pub zone: TimeZone,
}

impl Here {
    /// In that time zone; in UTC where there is none, or none of that name.
    pub fn new(now: Time, zone: Option<&str>) -> Self {
        Self { now, zone: zone.and_then(|zone| TimeZone::get(zone).ok()).unwrap_or(TimeZone::UTC) }
    }
}

/// A point in time as typed; what it is depends on when and where it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// RFC 3339.
    At(Time),
    /// A date and a time of day.
    Local(DateTime),
    Day(Date),
    Now,
    /// So many days after today.
    DayFromToday(i8),
    /// So far from now; `ahead` is what the sign says.
    Away {
        ahead: Option<bool>,
        count: i64,
        unit: Unit,
    },
}

/// A unit of durations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    /// Of the calendar.
    Month,
    /// Of the calendar.
    Year,
}

const UNITS: &[(&str, Unit)] = &[
    ("mo", Unit::Month),
    ("s", Unit::Second),
    ("m", Unit::Minute),
    ("h", Unit::Hour),
    ("d", Unit::Day),
    ("w", Unit::Week),
    ("y", Unit::Year),
];

/// The longest duration, in its unit.
const FARTHEST: i64 = 100_000;

impl Moment {
    /// The first and the last second that it stands for: the same, but for a day.
    pub fn span(self, here: &Here, tense: Tense) -> Result<(Time, Time)> {
        self.read(here, tense).ok_or_else(|| Error::invalid("that point in time is out of range"))
    }

    /// The first second.
    pub fn first(self, here: &Here, tense: Tense) -> Result<Time> {
        Ok(self.span(here, tense)?.0)
    }

    /// The last second.
    pub fn last(self, here: &Here, tense: Tense) -> Result<Time> {
        Ok(self.span(here, tense)?.1)
    }

    fn read(self, here: &Here, tense: Tense) -> Option<(Time, Time)> {
        let instant = |time: Time| Some((time, time));
        match self {
            Self::At(time) => instant(time),
            Self::Local(local) => instant(begin(local, here)?),
            Self::Day(day) => whole(day, here),
            Self::Now => instant(here.now),
            Self::DayFromToday(days) => {
                let today = Timestamp::from_second(here.now.0).ok()?.to_zoned_datetime(here.zone.clone()).date();
                whole(today.checked_add(Span::new().days(days)).ok()?, here)
            }
            Self::Away { ahead, count, unit } => {
                let ahead = ahead.unwrap_or(tense == Tense::Future);
                instant(away(if ahead { count } else { -count }, unit, here)?)
            }
        }
    }
}

fn begin(local: DateTime, here: &Here) -> Option<Time> {
    Some(Time(local.to_zoned_datetime(here.zone.clone()).ok()?.timestamp().as_second()))
}

fn whole(day: Date, here: &Here) -> Option<(Time, Time)> {
    let (first, next) = (begin(day.into(), here)?, begin(day.tomorrow().ok()?.into(), here)?);
    Some((first, Time(next.0 - 1)))
}

fn away(count: i64, unit: Unit, here: &Here) -> Option<Time> {
    let seconds = match unit {
        Unit::Second => 1,
        Unit::Minute => 60,
        Unit::Hour => 3_600,
        Unit::Day => 86_400,
        Unit::Week => 7 * 86_400,
        Unit::Month | Unit::Year => {
            let months = if unit == Unit::Year { count.checked_mul(12)? } else { count };
            let now = Timestamp::from_second(here.now.0).ok()?.to_zoned_datetime(here.zone.clone());
            return Some(Time(now.checked_add(Span::new().try_months(months).ok()?).ok()?.timestamp().as_second()));
        }
    };
    let time = Time(here.now.0.checked_add(count.checked_mul(seconds)?)?);
    Timestamp::from_second(time.0).ok().map(|_| time)
}

fn duration(text: &str) -> Option<Moment> {
    let (ahead, rest) = match text.as_bytes().first()? {
        b'-' => (Some(false), text.get(1..)?),
        b'+' => (Some(true), text.get(1..)?),
        _ => (None, text),
    };
    let (digits, unit) = UNITS.iter().find_map(|(word, unit)| Some((rest.strip_suffix(word)?, *unit)))?;
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let count = digits.parse().ok().filter(|count| is_number && *count <= FARTHEST)?;
    Some(Moment::Away { ahead, count, unit })
}

/// A date and a time of day without a zone.
fn local(text: &str) -> Option<DateTime> {
    let (day, time) = text.split_once([' ', 'T'])?;
    let is_day = day.len() == 10 && day.parse::<Date>().is_ok();
    let is_time = time.len() <= 8 && time.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    format!("{day}T{}", time.trim()).parse().ok().filter(|_| is_day && is_time && time.contains(':'))
}

impl FromStr for Moment {
    type Err = Error;
    fn from_str(typed: &str) -> Result<Self> {
        let text = typed.trim();
        let word = match text.to_lowercase().as_str() {
            "now" => Some(Self::Now),
            "today" => Some(Self::DayFromToday(0)),
            "yesterday" => Some(Self::DayFromToday(-1)),
            "tomorrow" => Some(Self::DayFromToday(1)),
            lower => duration(lower),
        };
        let day = || text.parse::<Date>().ok().filter(|_| text.len() == 10).map(Self::Day);
        let instant = || text.parse::<Timestamp>().ok().map(|at| Self::At(Time(at.as_second())));
        word.or_else(day).or_else(|| local(text).map(Self::Local)).or_else(instant).ok_or_else(|| {
            Error::invalid(format!("`{}` is no point in time", printable(text)))
                .rule("LOG-2")
                .expects("a point in time")
                .hint("write a date as `2026-01-31`, with a time as '2026-01-31 14:00', or `yesterday`, `90d`, `12h`, `3mo`")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Saturday, half past ten in the evening in UTC, and Sunday in Berlin.
    fn here(zone: &str) -> Here {
        Here::new("2026-11-28T23:30:00Z".parse::<Timestamp>().map(|now| Time(now.as_second())).unwrap(), Some(zone))
    }

    fn span(typed: &str, zone: &str) -> String {
        let (first, last) = typed.parse::<Moment>().unwrap().span(&here(zone), Tense::Past).unwrap();
        if first == last { first.to_string() } else { format!("{first} {last}") }
    }

    #[test]
    fn each_form_is_read_where_the_user_lives() {
        for (typed, read) in [
            ("2026-01-31T08:00:00+02:00", "2026-01-31T06:00:00Z"),
            ("2026-01-31", "2026-01-30T23:00:00Z 2026-01-31T22:59:59Z"),
            ("2026-01-31 14:00", "2026-01-31T13:00:00Z"),
            ("2026-07-31T14:00:30", "2026-07-31T12:00:30Z"),
            ("now", "2026-11-28T23:30:00Z"),
            ("Today", "2026-11-28T23:00:00Z 2026-11-29T22:59:59Z"),
            ("yesterday", "2026-11-27T23:00:00Z 2026-11-28T22:59:59Z"),
            ("12h", "2026-11-28T11:30:00Z"),
            ("+2w", "2026-12-12T23:30:00Z"),
            ("-1mo", "2026-10-28T23:30:00Z"),
            ("1y", "2025-11-28T23:30:00Z"),
        ] {
            assert_eq!(span(typed, "Europe/Berlin"), read, "{typed}");
        }
        assert_eq!(span("today", "UTC"), "2026-11-28T00:00:00Z 2026-11-28T23:59:59Z");
    }

    #[test]
    fn a_duration_lies_where_it_is_meant() {
        let at = |typed: &str, tense| typed.parse::<Moment>().unwrap().first(&here("UTC"), tense).unwrap().to_string();
        assert_eq!(at("90d", Tense::Past), "2026-08-30T23:30:00Z");
        assert_eq!(at("90d", Tense::Future), "2027-02-26T23:30:00Z");
        assert_eq!(at("-90d", Tense::Future), at("90d", Tense::Past));
    }

    #[test]
    fn anything_else_is_refused() {
        for bad in
            ["", "d", "--3d", "999999999d", "2026-13-01", "3 d", "soon", "2026-01-31 25:00", "2026-1-3", "mo", "²d"]
        {
            assert!(bad.parse::<Moment>().is_err(), "{bad}");
        }
        assert!("100000y".parse::<Moment>().unwrap().first(&here("UTC"), Tense::Future).is_err());
    }
}
