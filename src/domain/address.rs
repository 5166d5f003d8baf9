//! IPv4 and IPv6 addresses, ranges and sets of them.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::error::{Error, Result};
use super::text::printable;

/// One address; an IPv4 address written as IPv6 is the IPv4 address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(IpAddr);

impl Address {
    /// The address itself.
    pub const fn ip(self) -> IpAddr {
        self.0
    }

    /// The next higher address of the family.
    pub fn next(self) -> Option<Self> {
        match self.0 {
            IpAddr::V4(v4) => v4.to_bits().checked_add(1).map(|bits| Self(IpAddr::V4(bits.into()))),
            IpAddr::V6(v6) => v6.to_bits().checked_add(1).map(|bits| Self(IpAddr::V6(bits.into()))),
        }
    }

    /// The next lower address of the family.
    pub fn previous(self) -> Option<Self> {
        match self.0 {
            IpAddr::V4(v4) => v4.to_bits().checked_sub(1).map(|bits| Self(IpAddr::V4(bits.into()))),
            IpAddr::V6(v6) => v6.to_bits().checked_sub(1).map(|bits| Self(IpAddr::V6(bits.into()))),
        }
    }

    /// A family byte and the octets, so that bytes sort as addresses do.
    pub fn to_bytes(self) -> Vec<u8> {
        match self.0 {
            IpAddr::V4(v4) => [&[4_u8][..], &v4.octets()].concat(),
            IpAddr::V6(v6) => [&[6_u8][..], &v6.octets()].concat(),
        }
    }

    /// The address of such bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let ip = match bytes {
            [4, octets @ ..] => <[u8; 4]>::try_from(octets).map(IpAddr::from),
            [6, octets @ ..] => <[u8; 16]>::try_from(octets).map(IpAddr::from),
            _ => return None,
        };
        ip.map(Self::from).ok()
    }

    /// The ranges of IPv4 addresses that are written with this beginning, rising; none if nothing is.
    pub fn beginning(typed: &str) -> Vec<AddressRange> {
        let mut octets: Vec<&str> = typed.split('.').collect();
        let Some(last) = octets.pop().filter(|_| octets.len() < 4) else { return Vec::new() };
        let is_digits = |text: &str| text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit());
        let whole: Option<Vec<u8>> =
            octets.iter().map(|octet| octet.parse().ok().filter(|_| is_digits(octet))).collect();
        let Some(whole) = whole.filter(|_| is_digits(last)) else { return Vec::new() };
        let range = |octet: u8| {
            let fill = |rest: u8| {
                let mut all = [rest; 4];
                let named = whole.iter().copied().chain([octet]);
                all.iter_mut().zip(named).for_each(|(place, octet)| *place = octet);
                Self(IpAddr::from(all))
            };
            AddressRange::new(fill(0), fill(u8::MAX))
        };
        (0..=u8::MAX).filter(|octet| octet.to_string().starts_with(last)).filter_map(range).collect()
    }

    /// The blocks of CIDR notation that hold it: one of each length.
    pub fn blocks(self) -> impl Iterator<Item = Block> {
        (0..=self.width()).map(move |length| Block::around(self, length))
    }

    /// How many bits an address of the family has.
    const fn width(self) -> u32 {
        if self.0.is_ipv4() { 32 } else { 128 }
    }

    fn bits(self) -> u128 {
        match self.0 {
            IpAddr::V4(v4) => u128::from(v4.to_bits()),
            IpAddr::V6(v6) => v6.to_bits(),
        }
    }
}

impl From<IpAddr> for Address {
    fn from(ip: IpAddr) -> Self {
        Self(ip.to_canonical())
    }
}

impl FromStr for Address {
    type Err = Error;
    fn from_str(typed: &str) -> Result<Self> {
        typed.trim().parse::<IpAddr>().map(Self::from).map_err(|_| {
            Error::invalid(format!("`{}` is no IPv4 or IPv6 address", printable(typed)))
                .rule("ASSET-1")
                .expects("an IPv4 or IPv6 address")
                .hint("write it as `10.0.0.7` or `2001:db8::7`")
        })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl JsonSchema for Address {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Address".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "description": "an IPv4 or IPv6 address" })
    }
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// All addresses of one family from `first` to `last`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AddressRange {
    first: Address,
    last: Address,
}

impl AddressRange {
    /// The range between two addresses of one family, in rising order.
    pub fn new(first: Address, last: Address) -> Option<Self> {
        (first.0.is_ipv4() == last.0.is_ipv4() && first <= last).then_some(Self { first, last })
    }

    /// Whether the address lies in it.
    pub fn contains(self, address: Address) -> bool {
        self.first <= address && address <= self.last
    }

    /// The lowest address.
    pub const fn first(self) -> Address {
        self.first
    }

    /// The highest address.
    pub const fn last(self) -> Address {
        self.last
    }

    /// How many addresses it holds; at most `u128::MAX`.
    pub fn count(self) -> u128 {
        (self.last.bits() - self.first.bits()).saturating_add(1)
    }

    /// Each address in rising order.
    pub fn addresses(self) -> impl Iterator<Item = Address> {
        std::iter::successors(Some(self.first), |address| address.next())
            .take_while(move |address| *address <= self.last)
    }

    /// The smallest block of CIDR notation that holds it.
    pub fn block(self) -> Block {
        let width = self.first.width();
        let differing = (self.first.bits() ^ self.last.bits()) << (128 - width);
        Block::around(self.first, differing.leading_zeros().min(width))
    }

    /// The block of CIDR notation it equals, if there is one.
    fn exact_block(self) -> Option<IpNet> {
        let width = self.first.width();
        let count = self.count();
        let host_bits = if count == u128::MAX { width } else { count.trailing_zeros() };
        let exact = count == u128::MAX || count.is_power_of_two();
        let net = IpNet::new(self.first.0, u8::try_from(width - host_bits.min(width)).ok()?).ok()?;
        (exact && net.network() == self.first.0 && net.broadcast() == self.last.0).then_some(net)
    }
}

impl From<Address> for AddressRange {
    fn from(address: Address) -> Self {
        Self { first: address, last: address }
    }
}

impl FromStr for AddressRange {
    type Err = Error;
    fn from_str(typed: &str) -> Result<Self> {
        let text = typed.trim();
        let named = |problem: &str| {
            Error::invalid(format!("`{}` is no address, range or block: {problem}", printable(text)))
                .rule("ASSET-1")
                .expects("an address, a range or a block")
                .hint("write `10.0.0.7`, `10.0.0.1-10.0.0.9` or `10.0.0.0/24`; IPv6 the same way")
        };
        let address =
            |part: &str| part.parse::<Address>().map_err(|_| named(&format!("`{}` is no address", printable(part))));
        if let Some((first, last)) = text.split_once('-') {
            let (first, last) = (address(first)?, address(last)?);
            if first.0.is_ipv4() != last.0.is_ipv4() {
                return Err(named("its ends are of different families"));
            }
            return Self::new(first, last).ok_or_else(|| named("it ends before it begins"));
        }
        if let Some((base, length)) = text.split_once('/') {
            let base = address(base)?;
            let net = length
                .parse::<u8>()
                .ok()
                .and_then(|length| IpNet::new(base.0, length).ok())
                .ok_or_else(|| named(&format!("the prefix length `{}` does not fit", printable(length))))?;
            if net.network() != base.0 {
                return Err(named(&format!("`{base}` is not the first address of its block, `{}` is", net.network())));
            }
            return Ok(Self { first: Address(net.network()), last: Address(net.broadcast()) });
        }
        address(text).map(Self::from)
    }
}

impl fmt::Display for AddressRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            return self.first.fmt(f);
        }
        match self.exact_block() {
            Some(block) => block.fmt(f),
            None => write!(f, "{}-{}", self.first, self.last),
        }
    }
}

impl JsonSchema for AddressRange {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "AddressRange".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "description": "an address, a block such as 10.0.0.0/8, or a range such as 10.0.0.1-10.0.0.9" })
    }
}

impl Serialize for AddressRange {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A block of CIDR notation. Every range has one that holds it most closely, and every address few that hold it: the ranges
/// around an address are looked up by them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block(IpNet);

impl Block {
    /// The block of that length in which an address lies.
    fn around(address: Address, length: u32) -> Self {
        let length = u8::try_from(length).unwrap_or(u8::MAX);
        Self(IpNet::new(address.0, length).unwrap_or_else(|_| IpNet::from(address.0)).trunc())
    }

    /// The bytes of its first address, behind the length.
    pub fn to_bytes(self) -> Vec<u8> {
        [&[self.0.prefix_len()][..], &Address(self.0.network()).to_bytes()].concat()
    }
}

/// A set of addresses: disjoint ranges in rising order, neighbours merged.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct AddressSet(Vec<AddressRange>);

impl AddressSet {
    /// Every address of both families.
    pub fn everything() -> Self {
        let v4 = AddressRange { first: Address(IpAddr::V4(0.into())), last: Address(IpAddr::V4(u32::MAX.into())) };
        let v6 = AddressRange { first: Address(IpAddr::V6(0.into())), last: Address(IpAddr::V6(u128::MAX.into())) };
        Self(vec![v4, v6])
    }

    /// The ranges in rising order.
    pub fn ranges(&self) -> &[AddressRange] {
        &self.0
    }

    /// Whether it holds no address.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many addresses it holds.
    pub fn count(&self) -> u128 {
        self.0.iter().fold(0, |sum: u128, range| sum.saturating_add(range.count()))
    }

    /// How many addresses it holds, in digits: all of IPv6 are one more than a number of 128 bits holds.
    pub fn count_in_digits(&self) -> String {
        /// What stands above the last nine digits of two to the power of 128, and these.
        const BEYOND: (u128, u128) = (340_282_366_920_938_463_463_374_607_431, 768_211_456);
        /// Where the last nine digits begin.
        const BILLION: u128 = 1_000_000_000;
        let (mut low, mut overflows) = (0_u128, false);
        for range in &self.0 {
            for part in [range.last.bits() - range.first.bits(), 1] {
                let (sum, carried) = low.overflowing_add(part);
                (low, overflows) = (sum, overflows | carried);
            }
        }
        if !overflows {
            return low.to_string();
        }
        let last = BEYOND.1 + low;
        format!("{}{:09}", BEYOND.0 + last / BILLION, last % BILLION)
    }

    /// Both sets together.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.0.iter().chain(&other.0).copied().collect()
    }

    /// What is in both sets.
    #[must_use]
    pub fn common(&self, other: &Self) -> Self {
        self.minus(&self.minus(other))
    }

    /// What is in this set and not in the other.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        let mut rest = Vec::new();
        let mut others = other.0.iter().peekable();
        for range in &self.0 {
            let mut from = Some(range.first);
            while let (Some(start), Some(cut)) = (from, others.peek().copied()) {
                if cut.last < start {
                    others.next();
                    continue;
                }
                if cut.first > range.last {
                    break;
                }
                if let Some(before) = cut.first.previous().filter(|_| cut.first > start) {
                    rest.extend(AddressRange::new(start, before));
                }
                from = cut.last.next().filter(|next| *next <= range.last && next.0.is_ipv4() == start.0.is_ipv4());
            }
            rest.extend(from.and_then(|start| AddressRange::new(start, range.last)));
        }
        Self(rest)
    }

    /// Whether the address lies in it.
    pub fn contains(&self, address: Address) -> bool {
        let after = self.0.partition_point(|range| range.first <= address);
        after.checked_sub(1).and_then(|at| self.0.get(at)).is_some_and(|range| range.contains(address))
    }

    /// Whether every address of the other lies in this set.
    pub fn contains_all(&self, other: &Self) -> bool {
        other.minus(self).is_empty()
    }
}

impl FromIterator<AddressRange> for AddressSet {
    fn from_iter<I: IntoIterator<Item = AddressRange>>(ranges: I) -> Self {
        let mut ranges: Vec<_> = ranges.into_iter().collect();
        ranges.sort_unstable();
        let mut merged: Vec<AddressRange> = Vec::with_capacity(ranges.len());
        for range in ranges {
            match merged.last_mut() {
                Some(before) if range.first <= before.last || before.last.next() == Some(range.first) => {
                    before.last = before.last.max(range.last);
                }
                _ => merged.push(range),
            }
        }
        Self(merged)
    }
}

impl FromIterator<Address> for AddressSet {
    fn from_iter<I: IntoIterator<Item = Address>>(addresses: I) -> Self {
        addresses.into_iter().map(AddressRange::from).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn set(ranges: &[&str]) -> AddressSet {
        ranges.iter().map(|range| range.parse::<AddressRange>().unwrap()).collect()
    }

    fn shown(set: &AddressSet) -> Vec<String> {
        set.ranges().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn ranges_are_printed_in_their_shortest_form() {
        for (typed, printed) in [
            ("10.0.0.7", "10.0.0.7"),
            ("::ffff:10.0.0.7", "10.0.0.7"),
            ("10.0.0.0-10.0.0.255", "10.0.0.0/24"),
            ("10.0.0.1 - 10.0.0.9", "10.0.0.1-10.0.0.9"),
            ("0.0.0.0/0", "0.0.0.0/0"),
            ("::/0", "::/0"),
            ("2001:DB8::/64", "2001:db8::/64"),
            ("10.0.0.7/32", "10.0.0.7"),
        ] {
            assert_eq!(typed.parse::<AddressRange>().unwrap().to_string(), printed, "{typed}");
        }
    }

    #[test]
    fn malformed_ranges_are_refused_by_name() {
        for bad in
            ["10.0.0.300", "10.0.0.9-10.0.0.1", "::1/129", "10.0.0.1/24", "10.0.0.1-::1", "", "-", "/", "a/b", "1-2-3"]
        {
            let error = bad.parse::<AddressRange>().unwrap_err();
            assert!(error.message.contains(&format!("`{bad}`")), "{}", error.message);
        }
    }

    #[test]
    fn neighbours_merge_and_families_do_not() {
        assert_eq!(shown(&set(&["10.0.0.128/25", "10.0.0.0/25"])), ["10.0.0.0/24"]);
        assert_eq!(shown(&set(&["255.255.255.255", "::"])), ["255.255.255.255", "::"]);
    }

    #[test]
    fn differences() {
        assert_eq!(
            shown(&set(&["10.0.0.0/24"]).minus(&set(&["10.0.0.10-10.0.0.19"]))),
            ["10.0.0.0-10.0.0.9", "10.0.0.20-10.0.0.255"]
        );
        assert_eq!(shown(&AddressSet::everything().minus(&set(&["0.0.0.0/0"]))), ["::/0"]);
        assert!(set(&["::/64"]).contains_all(&set(&["::1-::5"])));
        assert!(!set(&["::/64"]).contains_all(&set(&["10.0.0.1"])));
    }

    fn small() -> impl Strategy<Value = Vec<(u8, u8)>> {
        prop::collection::vec((any::<u8>(), any::<u8>()), 0..8)
    }

    fn of(pairs: &[(u8, u8)]) -> (AddressSet, Vec<bool>) {
        let mut model = vec![false; 256];
        let ip = |n: u8| Address::from(IpAddr::from([10, 0, 0, n]));
        let ranges = pairs.iter().map(|(a, b)| (*a.min(b), *a.max(b)));
        let set = ranges
            .map(|(a, b)| {
                model[usize::from(a)..=usize::from(b)].fill(true);
                AddressRange::new(ip(a), ip(b)).unwrap()
            })
            .collect();
        (set, model)
    }

    proptest! {
        #[test]
        fn set_operations_equal_those_on_single_addresses(a in small(), b in small()) {
            let ((a, in_a), (b, in_b)) = (of(&a), of(&b));
            let (minus, union) = (a.minus(&b), a.union(&b));
            let model = |f: &dyn Fn(bool, bool) -> bool| in_a.iter().zip(&in_b).filter(|(x, y)| f(**x, **y)).count() as u128;
            prop_assert_eq!(minus.count(), model(&|x, y| x && !y));
            prop_assert_eq!(union.count(), model(&|x, y| x || y));
            prop_assert_eq!(a.contains_all(&b), b.minus(&a).is_empty());
            let held = |n: u8| a.contains(IpAddr::from([10, 0, 0, n]).into());
            prop_assert!((0..=u8::MAX).all(|n| held(n) == in_a[usize::from(n)]));
            prop_assert!(union.ranges().windows(2).all(|w| w[0].last().next().unwrap() < w[1].first()));
        }

        #[test]
        fn a_range_is_found_by_the_blocks_around_each_address_in_it(a in any::<u32>(), b in any::<u32>(), six in any::<bool>(), at in any::<u32>()) {
            let address = |bits: u32| -> Address {
                if six { IpAddr::V6((u128::from(bits) << 60).into()).into() } else { IpAddr::V4(bits.into()).into() }
            };
            let range = AddressRange::new(address(a.min(b)), address(a.max(b))).unwrap();
            let inside = address(a.min(b) + at % (a.max(b) - a.min(b)).max(1));
            for address in [range.first(), range.last(), inside] {
                prop_assert!(address.blocks().any(|block| block == range.block()), "{} in {}", address, range);
            }
            if let Some(exact) = range.exact_block() {
                prop_assert_eq!(Block(exact), range.block());
            }
        }

        #[test]
        fn parsing_never_panics_and_printing_is_read_back(text in "[0-9a-f:./-]{0,40}") {
            if let Ok(range) = text.parse::<AddressRange>() {
                prop_assert_eq!(range.to_string().parse::<AddressRange>().unwrap(), range);
            }
        }
    }
}
