//! What scans and schedules take beside asset groups (SCAN-2).

use super::columns::{List, list_of};
use super::engine::{Cell, FromCell};
use super::{Conn, Tx};
use crate::domain::log::unhex;
use crate::domain::record::Aim;
use crate::domain::{Address, Error, Id, Result};

/// Whose aim it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    Scan,
    Config,
}

impl Of {
    const fn word(self) -> &'static str {
        match self {
            Self::Scan => "scan",
            Self::Config => "config",
        }
    }

    /// The addresses of `o`, as [`Hexed`].
    pub fn addresses(self) -> String {
        let of = self.word();
        format!("(SELECT string_agg(hex(x.address), '\u{1f}') FROM {of}_addresses x WHERE x.{of}_id = o.id)")
    }

    /// The names of the domains of `o`, as a list.
    pub fn domains(self) -> String {
        let of = self.word();
        list_of(
            "d.name",
            "d.name_key",
            &format!("{of}_domains x JOIN domains d ON d.id = x.domain_id WHERE x.{of}_id = o.id"),
        )
    }

    /// The names of the appliances of `o`, as a list.
    pub fn appliances(self) -> String {
        let of = self.word();
        let these = format!("{of}_appliances x JOIN appliances a ON a.id = x.appliance_id WHERE x.{of}_id = o.id");
        list_of("a.name", "a.name_key", &these)
    }
}

/// The name of the option profile of `o`.
pub const OPTION_PROFILE: &str = "(SELECT c.name FROM configs c WHERE c.id = o.option_profile_id)";

/// Addresses that a query put into one column in hexadecimal digits, in rising order.
pub struct Hexed(Vec<Address>);

impl FromCell for Hexed {
    fn read(cell: Cell<'_>) -> Result<Self> {
        let words = List::read(cell)?.0;
        let mut addresses = words
            .iter()
            .map(|word| address(word).ok_or_else(|| cell.misread(Error::internal("no address in hexadecimal digits"))))
            .collect::<Result<Vec<_>>>()?;
        addresses.sort_unstable();
        Ok(Self(addresses))
    }
}

/// The address of a family byte and its octets.
fn address(digits: &str) -> Option<Address> {
    let octets = unhex(digits.get(2..)?)?;
    let ip: std::net::IpAddr = match octets.len() {
        4 => <[u8; 4]>::try_from(octets).ok()?.into(),
        _ => <[u8; 16]>::try_from(octets).ok()?.into(),
    };
    Some(ip.into())
}

/// What was read, put together.
pub fn aim(addresses: Hexed, domains: List, appliances: List, profile: Option<String>, profile_id: Option<Id>) -> Aim {
    Aim {
        addresses: addresses.0,
        domains: domains.0,
        appliances: appliances.0,
        option_profile: profile,
        option_profile_id: profile_id,
    }
}

/// Domains and appliances by their ids.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ids {
    pub domains: Vec<Id>,
    pub appliances: Vec<Id>,
}

/// Replaces the addresses, domains and appliances.
pub fn set(tx: &Tx<'_>, of: Of, id: Id, addresses: &[Address], ids: &Ids) -> Result<()> {
    let of = of.word();
    for part in ["addresses", "domains", "appliances"] {
        tx.later(&format!("DELETE FROM {of}_{part} WHERE {of}_id = ?1"), [id])?;
    }
    for address in addresses {
        tx.later(&format!("INSERT INTO {of}_addresses ({of}_id, address) VALUES (?1, ?2)"), (id, address))?;
    }
    for domain in &ids.domains {
        tx.later(&format!("INSERT INTO {of}_domains ({of}_id, domain_id) VALUES (?1, ?2)"), (id, domain))?;
    }
    for appliance in &ids.appliances {
        tx.later(&format!("INSERT INTO {of}_appliances ({of}_id, appliance_id) VALUES (?1, ?2)"), (id, appliance))?;
    }
    Ok(())
}

/// The domains and appliances, by their ids.
pub fn ids(conn: &Conn, of: Of, id: Id) -> Result<Ids> {
    let of = of.word();
    let all = |part: &str, column: &str| {
        let sql = format!("SELECT {column} FROM {of}_{part} WHERE {of}_id = ?1 ORDER BY {column}");
        conn.all(&sql, [id], |row| row.get(0))
    };
    Ok(Ids { domains: all("domains", "domain_id")?, appliances: all("appliances", "appliance_id")? })
}
