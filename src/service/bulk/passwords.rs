//! Initial passwords, hashed on all cores before the transaction.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use super::form::BulkKind;
use super::sheet::Sheet;
use crate::domain::sheet::cells::SECRET;
use crate::domain::{Error, Result, Secret};
use crate::service::credential::{Candidate, NewPassword, Strength, hash_all, token_hash};
use crate::service::ports::Random;

/// Whether a file holds passwords.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passwords {
    /// It holds none.
    None,
    /// It holds some.
    Some,
    /// It cannot be read to its end, so that nothing of it is taken in.
    Unread,
}

/// Looks for passwords in a file.
pub fn look(sheet: &Sheet<'_>) -> Result<Passwords> {
    if sheet.kind != BulkKind::Users || !sheet.rows.may_say(SECRET)? {
        return Ok(Passwords::None);
    }
    let mut found = Passwords::None;
    let read = sheet.rows.each(&mut |row| {
        if row.says(SECRET) {
            found = Passwords::Some;
        }
        Ok(())
    });
    Ok(read.map_or(Passwords::Unread, |()| found))
}

/// The hashes of the passwords in a file.
#[derive(Default)]
pub struct Hashes {
    /// By the place of their row, each with a digest of what was hashed.
    known: HashMap<usize, (String, [u8; 32])>,
    /// In a run that is rolled back, which needs no hashes: the rows whose password is needed.
    wanted: Option<RefCell<HashSet<usize>>>,
    /// What is known of how strong they are.
    strength: Strength,
}

impl Hashes {
    /// None, for a run that is rolled back.
    pub fn none() -> Self {
        Self { wanted: Some(RefCell::default()), ..Self::default() }
    }

    /// None, for a run that is rolled back and learns only which are needed: how strong they are is left for later.
    pub fn trial() -> Self {
        Self { strength: Strength::Later, ..Self::none() }
    }

    /// What the trial found out to be needed: their rows and passwords, with whom they are for.
    pub fn wanted(self, sheet: &Sheet<'_>) -> Result<Wanted> {
        let wanted = self.wanted.map(RefCell::into_inner).unwrap_or_default();
        let (mut places, mut candidates) = (Vec::new(), Vec::new());
        sheet.rows.each(&mut |row| {
            if wanted.contains(&row.ordinal)
                && let Some(text) = row.cells(&[]).take(SECRET, |text| Ok(text.to_owned()))
            {
                let names = ["first_name", "last_name"].iter().flat_map(|column| row.named(column)).collect();
                let login = row.name().unwrap_or_default().trim().to_owned();
                places.push(row.ordinal);
                candidates.push(Candidate { clear: Secret::new(text), login, names });
            }
            Ok(())
        })?;
        Ok(Wanted { strength: Strength::of(&candidates)?, places, candidates })
    }

    /// The password of a row with its hash.
    ///
    /// # Errors
    /// `conflict` if none was made of it: passwords are taken from a file of users alone, and one that has not
    /// changed since.
    pub fn password(&self, row: usize, clear: Secret) -> Result<NewPassword> {
        let strength = self.strength.clone();
        if let Some(wanted) = &self.wanted {
            wanted.borrow_mut().insert(row);
            return Ok(NewPassword::hashed(clear, String::new(), strength));
        }
        match self.known.get(&row) {
            Some((phc, digest)) if *digest == token_hash(&clear) => {
                Ok(NewPassword::hashed(clear, phc.clone(), strength))
            }
            _ => Err(Error::conflict(
                "PASS-3",
                "passwords are taken in from a file of users alone, and as it was at the start",
            )
            .about(SECRET)
            .hint("import the users by themselves: `provost import users FILE`")),
        }
    }
}

/// The passwords of new users, and how strong they are.
pub struct Wanted {
    places: Vec<usize>,
    candidates: Vec<Candidate>,
    strength: Strength,
}

impl Wanted {
    pub fn are_strong(&self) -> bool {
        self.strength.known_count() == self.candidates.len()
    }

    /// No hashes, for a run that is rolled back and knows how strong they are.
    pub fn unhashed(&self) -> Hashes {
        Hashes { strength: self.strength.clone(), ..Hashes::none() }
    }

    /// Hashes them on all cores; `tell` learns how many are done.
    pub fn hashed(self, random: &dyn Random, tell: &(dyn Fn(usize) + Sync)) -> Result<Hashes> {
        let clear: Vec<Secret> = self.candidates.into_iter().map(|one| one.clear).collect();
        let hashes = hash_all(&clear, random, tell)?.into_iter().zip(clear.iter().map(token_hash));
        Ok(Hashes { known: self.places.into_iter().zip(hashes).collect(), wanted: None, strength: self.strength })
    }
}
