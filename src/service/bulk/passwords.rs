//! Initial passwords, hashed on all cores before the transaction.

use std::collections::HashMap;

use super::form::BulkKind;
use super::import::{Read, Sheet};
use crate::domain::sheet::cells::SECRET;
use crate::domain::{Result, Secret};
use crate::service::credential::{NewPassword, hash_all};
use crate::service::ports::Random;

/// The passwords in a file, by the place of their row.
///
/// # Errors
/// As for reading the file.
pub fn of(sheet: &Sheet<'_>) -> Result<Vec<(usize, Secret)>> {
    let mut found = Vec::new();
    if sheet.kind != BulkKind::Users || !sheet.rows.may_say(SECRET)? {
        return Ok(found);
    }
    sheet.rows.each(&mut |read| {
        if let Read::Row(row) = read
            && let Some(text) = row.cells(&[]).take(SECRET, |text| Ok(text.to_owned()))
        {
            found.push((row.ordinal, Secret::new(text)));
        }
        Ok(())
    })?;
    Ok(found)
}

/// The hashes of the passwords in a file, by the place of their row.
#[derive(Default)]
pub struct Hashes(HashMap<usize, String>);

impl Hashes {
    /// Hashes passwords on all cores; `tell` learns how many are done.
    ///
    /// # Errors
    /// `internal` if the system gives no randomness.
    pub fn of(passwords: Vec<(usize, Secret)>, random: &dyn Random, tell: &(dyn Fn(usize) + Sync)) -> Result<Self> {
        let (places, clear): (Vec<usize>, Vec<Secret>) = passwords.into_iter().unzip();
        Ok(Self(places.into_iter().zip(hash_all(&clear, random, tell)?).collect()))
    }

    /// The password of a row with its hash. A row whose password was not hashed is only looked at: its transaction
    /// is rolled back.
    pub fn password(&self, row: usize, clear: Secret) -> NewPassword {
        NewPassword::hashed(clear, self.0.get(&row).cloned().unwrap_or_default())
    }
}
