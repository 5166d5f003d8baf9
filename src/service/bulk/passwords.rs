//! Initial passwords, hashed on all cores before the transaction.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use super::form::BulkKind;
use super::import::Sheet;
use crate::domain::sheet::cells::SECRET;
use crate::domain::{Error, Result, Secret};
use crate::service::credential::{NewPassword, hash_all, token_hash};
use crate::service::ports::Random;

/// Whether a file may hold any.
///
/// # Errors
/// As for reading the file.
pub fn may_be_in(sheet: &Sheet<'_>) -> Result<bool> {
    Ok(sheet.kind == BulkKind::Users && sheet.rows.may_say(SECRET)?)
}

/// The hashes of the passwords in a file.
#[derive(Default)]
pub struct Hashes {
    /// By the place of their row, each with a digest of what was hashed.
    known: HashMap<usize, (String, [u8; 32])>,
    /// In a run that is rolled back, which needs no hashes: the rows whose password is needed.
    wanted: Option<RefCell<HashSet<usize>>>,
}

impl Hashes {
    /// None, for a run that is rolled back; it learns which are needed.
    pub fn trial() -> Self {
        Self { wanted: Some(RefCell::default()), ..Self::default() }
    }

    /// Hashes the passwords that the trial needed, on all cores; `tell` learns how many are done.
    ///
    /// # Errors
    /// As for reading the file; `internal` if the system gives no randomness.
    pub fn made(self, sheet: &Sheet<'_>, random: &dyn Random, tell: &(dyn Fn(usize) + Sync)) -> Result<Self> {
        let wanted = self.wanted.map(RefCell::into_inner).unwrap_or_default();
        let (mut places, mut clear) = (Vec::new(), Vec::new());
        sheet.rows.each(&mut |row| {
            if let Some(text) = row.cells(&[]).take(SECRET, |text| Ok(text.to_owned()))
                && wanted.contains(&row.ordinal)
            {
                places.push(row.ordinal);
                clear.push(Secret::new(text));
            }
            Ok(())
        })?;
        let hashes = hash_all(&clear, random, tell)?.into_iter().zip(clear.iter().map(token_hash));
        Ok(Self { known: places.into_iter().zip(hashes).collect(), wanted: None })
    }

    /// The password of a row with its hash.
    ///
    /// # Errors
    /// `conflict` if none was made of it: passwords are taken from a file of users alone, and one that has not
    /// changed since.
    pub fn password(&self, row: usize, clear: Secret) -> Result<NewPassword> {
        if let Some(wanted) = &self.wanted {
            wanted.borrow_mut().insert(row);
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
