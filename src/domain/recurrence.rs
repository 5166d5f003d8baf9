//! When a schedule launches: recurrences in time zones, across daylight-saving changes (SCHED-1).

use jiff::Timestamp;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::error::{Error, Result};
use super::text::printable;
use super::words::words;
use super::zone::{ZoneName, time_zone};

words! {
    /// How often a schedule launches.
    Frequency is "recurrence" {
        Once = "once",
        Daily = "daily",
        Weekly = "weekly",
        Monthly = "monthly",
    }
}

words! {
    /// A day of the week.
    Day is "weekday" {
        Mon = "mon",
        Tue = "tue",
        Wed = "wed",
        Thu = "thu",
        Fri = "fri",
        Sat = "sat",
        Sun = "sun",
    }
}

impl Day {
    const fn weekday(self) -> Weekday {
        match self {
            Self::Mon => Weekday::Monday,
            Self::Tue => Weekday::Tuesday,
            Self::Wed => Weekday::Wednesday,
            Self::Thu => Weekday::Thursday,
            Self::Fri => Weekday::Friday,
            Self::Sat => Weekday::Saturday,
            Self::Sun => Weekday::Sunday,
        }
    }
}

/// A recurrence as typed: every part a word.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    /// `once`, `daily`, `weekly` or `monthly`.
    pub frequency: String,
    /// The days of a weekly recurrence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weekdays: Vec<String>,
    /// The day of a monthly recurrence, 1 to 31.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<u8>,
    /// The date of a single launch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The local time, `HH:MM`.
    pub time: String,
    /// The IANA time zone.
    pub time_zone: String,
}

/// A checked recurrence.
#[derive(Debug, Clone, PartialEq)]
pub struct Recurrence {
    spec: Spec,
    pattern: Pattern,
    time: Time,
    zone: TimeZone,
}

#[derive(Debug, Clone, PartialEq)]
enum Pattern {
    Once(Date),
    Daily,
    Weekly(Vec<Weekday>),
    Monthly(i8),
}

impl Recurrence {
    /// Checks a recurrence as typed.
    pub fn new(spec: Spec) -> Result<Self> {
        let frequency: Frequency = spec.frequency.parse()?;
        refuse_foreign_parts(&spec, frequency)?;
        let pattern = match frequency {
            Frequency::Once => Pattern::Once(date(spec.date.as_deref())?),
            Frequency::Daily => Pattern::Daily,
            Frequency::Weekly => Pattern::Weekly(weekdays(&spec.weekdays)?),
            Frequency::Monthly => Pattern::Monthly(month_day(spec.day)?),
        };
        let time = Time::strptime("%H:%M", spec.time.trim())
            .map_err(|_| bad(format!("`{}` is no time of day", printable(&spec.time)), "write it as `--time 22:30`"))?;
        let (zone, zone_name) = (time_zone(&spec.time_zone)?, spec.time_zone.parse::<ZoneName>()?);
        let days = match &pattern {
            Pattern::Weekly(days) => {
                Day::ALL.iter().filter(|day| days.contains(&day.weekday())).map(|day| day.to_string()).collect()
            }
            _ => Vec::new(),
        };
        let spec = Spec {
            frequency: frequency.to_string(),
            weekdays: days,
            time: time.strftime("%H:%M").to_string(),
            time_zone: zone_name.to_string(),
            ..spec
        };
        let recurrence = Self { spec, pattern, time, zone };
        match &recurrence.pattern {
            Pattern::Once(date) if recurrence.launch(*date).is_none() => {
                Err(bad(format!("`{date}` is too far ahead"), "give an earlier date: `--date 2030-01-31`"))
            }
            _ => Ok(recurrence),
        }
    }

    /// The recurrence in its normal form.
    pub const fn spec(&self) -> &Spec {
        &self.spec
    }

    /// The first launch after the given second of Unix time; `None`: never again.
    ///
    /// A local time that a clock change skips launches as much later as the clocks jump; one that
    /// happens twice launches the first time only. A day that a month lacks is its last day.
    pub fn next_after(&self, now: i64) -> Option<i64> {
        let now = Timestamp::from_second(now).ok()?;
        let today = now.to_zoned_datetime(self.zone.clone()).date();
        match &self.pattern {
            Pattern::Once(date) => self.launch(*date).filter(|launch| *launch > now),
            Pattern::Daily => self.first_of(today, now, |_| true),
            Pattern::Weekly(days) => self.first_of(today, now, |date| days.contains(&date.weekday())),
            Pattern::Monthly(day) => self.first_of(today, now, |date| date.day() == (*day).min(date.days_in_month())),
        }
        .map(Timestamp::as_second)
    }

    /// The first fitting date from today on whose launch is still to come; within two months there is one.
    fn first_of(&self, today: Date, now: Timestamp, fits: impl Fn(Date) -> bool) -> Option<Timestamp> {
        std::iter::successors(Some(today), |date| date.tomorrow().ok())
            .take(63)
            .filter(|date| fits(*date))
            .filter_map(|date| self.launch(date))
            .find(|launch| *launch > now)
    }

    fn launch(&self, date: Date) -> Option<Timestamp> {
        self.zone.to_ambiguous_timestamp(date.to_datetime(self.time)).compatible().ok()
    }
}

fn bad(message: String, hint: &str) -> Error {
    Error::invalid(message).rule("SCHED-1").hint(hint)
}

fn refuse_foreign_parts(spec: &Spec, frequency: Frequency) -> Result<()> {
    let parts = [
        ("weekday", !spec.weekdays.is_empty(), Frequency::Weekly),
        ("day", spec.day.is_some(), Frequency::Monthly),
        ("date", spec.date.is_some(), Frequency::Once),
    ];
    match parts.iter().find(|(_, given, of)| *given && *of != frequency) {
        Some((part, _, of)) => Err(bad(
            format!("a recurrence `{frequency}` takes no {part}"),
            &format!("leave it out, or use `--recurrence {of}`"),
        )),
        None => Ok(()),
    }
}

fn date(typed: Option<&str>) -> Result<Date> {
    let typed = typed.ok_or_else(|| bad("a single launch needs a date".into(), "add `--date 2030-01-31`"))?;
    typed
        .trim()
        .parse()
        .map_err(|_| bad(format!("`{}` is no date", printable(typed)), "write it as `--date 2030-01-31`"))
}

fn weekdays(typed: &[String]) -> Result<Vec<Weekday>> {
    if typed.is_empty() {
        return Err(bad("a weekly recurrence needs a weekday".into(), "add `--weekday mon`"));
    }
    typed.iter().map(|day| day.parse::<Day>().map(Day::weekday)).collect()
}

fn month_day(typed: Option<u8>) -> Result<i8> {
    let day = typed.ok_or_else(|| bad("a monthly recurrence needs a day".into(), "add `--day 1`"))?;
    i8::try_from(day)
        .ok()
        .filter(|day| (1..=31).contains(day))
        .ok_or_else(|| bad(format!("`{day}` is no day of a month"), "give a day from 1 to 31"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(frequency: &str, time: &str) -> Spec {
        Spec { frequency: frequency.into(), time: time.into(), time_zone: "Europe/Berlin".into(), ..Spec::default() }
    }

    fn next(spec: Spec, after: &str) -> String {
        let after: Timestamp = after.parse().unwrap();
        let next = Recurrence::new(spec).unwrap().next_after(after.as_second()).unwrap();
        Timestamp::from_second(next).unwrap().to_string()
    }

    #[test]
    fn a_daily_launch_keeps_its_local_time_across_clock_changes() {
        assert_eq!(next(spec("daily", "22:00"), "2026-03-28T12:00:00Z"), "2026-03-28T21:00:00Z");
        assert_eq!(next(spec("daily", "22:00"), "2026-03-29T12:00:00Z"), "2026-03-29T20:00:00Z");
    }

    #[test]
    fn a_skipped_time_launches_once_and_a_doubled_one_once() {
        assert_eq!(next(spec("daily", "02:30"), "2026-03-28T12:00:00Z"), "2026-03-29T01:30:00Z");
        assert_eq!(next(spec("daily", "02:30"), "2026-10-24T12:00:00Z"), "2026-10-25T00:30:00Z");
        assert_eq!(next(spec("daily", "02:30"), "2026-10-25T00:30:00Z"), "2026-10-26T01:30:00Z");
    }

    #[test]
    fn weekly_and_monthly() {
        let weekly = Spec { weekdays: vec!["fri".into(), "Mon".into()], ..spec("weekly", "06:00") };
        assert_eq!(next(weekly, "2026-11-23T12:00:00Z"), "2026-11-27T05:00:00Z");
        let monthly = Spec { day: Some(31), ..spec("monthly", "06:00") };
        assert_eq!(next(monthly, "2026-02-01T00:00:00Z"), "2026-02-28T05:00:00Z");
    }

    #[test]
    fn once_is_over_after_its_date() {
        let once = Spec { date: Some("2026-01-01".into()), ..spec("once", "06:00") };
        let recurrence = Recurrence::new(once).unwrap();
        let after: Timestamp = "2026-01-01T05:00:00Z".parse().unwrap();
        assert_eq!(recurrence.next_after(after.as_second()), None);
        assert_eq!(recurrence.next_after(after.as_second() - 1), Some(after.as_second()));
    }

    #[test]
    fn parts_that_do_not_fit_are_refused() {
        for bad in [
            spec("hourly", "06:00"),
            spec("weekly", "06:00"),
            spec("monthly", "06:00"),
            spec("once", "06:00"),
            spec("daily", "24:60"),
            Spec { time_zone: "Mars/Olympus".into(), ..spec("daily", "06:00") },
            Spec { day: Some(32), ..spec("monthly", "06:00") },
            Spec { day: Some(3), ..spec("daily", "06:00") },
            Spec { date: Some("2026-02-30".into()), ..spec("once", "06:00") },
        ] {
            assert!(Recurrence::new(bad.clone()).is_err(), "{bad:?}");
        }
    }
}
