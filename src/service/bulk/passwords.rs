//! Initial passwords, hashed on all cores before the transaction.

use std::collections::HashMap;

use super::form::BulkKind;
use super::import::Sheet;
use crate::domain::sheet::cells::SECRET;
use crate::domain::{Error, Result, Secret};
use crate::service::credential::{NewPassword, hash_all, token_hash};
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
    sheet.rows.each(&mut |row| {
        if let Some(text) = row.cells(&[]).take(SECRET, |text| Ok(text.to_owned())) {
            found.push((row.ordinal, Secret::new(text)));
        }
        Ok(())
    })?;
    Ok(found)
}

/// The hashes of the passwords in a file.
#[derive(Default)]
pub struct Hashes {
    /// By the place of their row, each with a digest of what was hashed.
    known: HashMap<usize, (String, [u8; 32])>,
    /// Whether everything is rolled back, so that no hash is needed.
    is_trial: bool,
}

impl Hashes {
    /// None, for a run that is rolled back.
    pub fn trial() -> Self {
        Self { is_trial: true, ..Self::default() }
    }

    /// Hashes passwords on all cores; `tell` learns how many are done.
    ///
    /// # Errors
    /// `internal` if the system gives no randomness.
    pub fn of(passwords: Vec<(usize, Secret)>, random: &dyn Random, tell: &(dyn Fn(usize) + Sync)) -> Result<Self> {
        let (places, clear): (Vec<usize>, Vec<Secret>) = passwords.into_iter().unzip();
        let hashes = hash_all(&clear, random, tell)?.into_iter().zip(clear.iter().map(token_hash));
        Ok(Self { known: places.into_iter().zip(hashes).collect(), is_trial: false })
    }

    /// The password of a row with its hash.
    ///
    /// # Errors
    /// `conflict` if none was made of it: passwords are taken from a file of users alone, and one that has not
    /// changed since.
    pub fn password(&self, row: usize, clear: Secret) -> Result<NewPassword> {
        if self.is_trial {
            return Ok(NewPassword::hashed(clear, String::new()));
        }
        match self.known.get(&row) {
            Some((phc, digest)) if *digest == token_hash(&clear) => Ok(NewPassword::hashed(clear, phc.clone())),
            _ => {
                Err(Error::conflict("PASS-3", "the password was not there when the passwords of the file were hashed")
                    .hint("import the users by themselves: `provost import users FILE`"))
            }
        }
    }
}
