//! What the names of safety copies are made of.

use sha2::{Digest as _, Sha256};

use crate::domain::Time;
use crate::domain::log::hex;

/// The beginning of a hash, which tells names apart.
pub fn short_hash(bytes: &[u8]) -> String {
    let hash: Vec<u8> = Sha256::digest(bytes).into_iter().take(4).collect();
    hex(&hash)
}

/// The time of a copy in its name, such as `20261126T091500Z`.
pub fn stamp(now: Time) -> String {
    now.to_string().chars().filter(char::is_ascii_alphanumeric).collect()
}
