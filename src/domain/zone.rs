//! Time zones, spelled as the zone database spells them.

use std::fmt;
use std::str::FromStr;

use jiff::tz::TimeZone;
use serde::Serialize;

use super::error::{Error, Result};
use super::text::printable;

/// The IANA name of a time zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct ZoneName(String);

impl ZoneName {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The time zone of that IANA name, in any case.
pub fn time_zone(name: &str) -> Result<TimeZone> {
    TimeZone::get(name.trim()).map_err(|_| {
        Error::invalid(format!("`{}` is no time zone", printable(name)))
            .rule("SCHED-1")
            .expects("an IANA time zone")
            .hint("write it as `Europe/Berlin`")
    })
}

impl FromStr for ZoneName {
    type Err = Error;
    fn from_str(typed: &str) -> Result<Self> {
        let zone = time_zone(typed)?;
        Ok(Self(zone.iana_name().unwrap_or_else(|| typed.trim()).to_owned()))
    }
}

impl fmt::Display for ZoneName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_spelled_as_the_database_spells_them() {
        for typed in ["europe/berlin", "EUROPE/BERLIN", " Europe/Berlin "] {
            assert_eq!(typed.parse::<ZoneName>().unwrap().as_str(), "Europe/Berlin", "{typed}");
        }
        assert!("Mars/Olympus".parse::<ZoneName>().is_err());
    }
}
