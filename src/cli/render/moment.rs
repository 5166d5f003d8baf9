//! Points in time as a person at a terminal reads them: from now, while they are near.

use crate::domain::Time;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// From here on, the day says more than the distance.
const FAR: i64 = 14 * DAY;

/// Whether a key holds points in time.
pub fn is_time(key: &str) -> bool {
    key == "at" || key.ends_with("_at")
}

/// How far from now a printed time is, such as `3 h ago` or `in 2 days`; the day alone if it is far.
pub fn relative(printed: &str, now: Time) -> Option<String> {
    let time = Time::parse_absolute(printed).ok()?;
    let distance = now.0 - time.0;
    let length = distance.abs();
    let (count, unit) = match length {
        0..MINUTE => return Some(if distance < 0 { "in a moment" } else { "just now" }.to_owned()),
        MINUTE..HOUR => (length / MINUTE, "min"),
        HOUR..DAY => (length / HOUR, "h"),
        DAY..FAR if length < 2 * DAY => (1, "day"),
        DAY..FAR => (length / DAY, "days"),
        _ => return Some(time.day_in(None)),
    };
    Some(if distance < 0 { format!("in {count} {unit}") } else { format!("{count} {unit} ago") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_times_are_told_from_now_and_far_ones_by_their_day() {
        let now = Time::parse_absolute("2026-11-26T12:00:00Z").unwrap();
        let told = |text: &str| relative(text, now).unwrap();
        assert_eq!(told("2026-11-26T11:59:30Z"), "just now");
        assert_eq!(told("2026-11-26T11:58:00Z"), "2 min ago");
        assert_eq!(told("2026-11-26T02:00:00Z"), "10 h ago");
        assert_eq!(told("2026-11-25T06:00:00Z"), "1 day ago");
        assert_eq!(told("2026-11-20T12:00:00Z"), "6 days ago");
        assert_eq!(told("2026-01-31T08:00:00Z"), "2026-01-31");
        assert_eq!(told("2026-11-28T13:00:00Z"), "in 2 days");
        assert_eq!(relative("never", now), None);
    }
}
