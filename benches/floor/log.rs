//! Log entries of the form and size that provost writes, chained.

use anyhow::Result;
use rusqlite::{Connection, OptionalExtension as _};
use sha2::{Digest, Sha256};

/// An entry of one occasion.
pub struct Entry<'a> {
    pub action: &'a str,
    /// In the occasion, if it is the first; nowhere, if it says the same.
    pub details: &'a str,
    pub unit: Option<&'a str>,
    /// Kind, id, name.
    pub objects: &'a [(&'a str, i64, String)],
    /// The fields of the first object that got values, as JSON: their names, and the values.
    pub made: Option<(&'a str, &'a str)>,
    /// Other changes, as JSON.
    pub changes: Option<&'a str>,
}

/// The end of the log within one transaction.
pub struct Log<'c> {
    db: &'c Connection,
    last: i64,
    hash: Vec<u8>,
    occasion: Option<i64>,
    words: Vec<(String, i64)>,
}

impl<'c> Log<'c> {
    pub fn open(db: &'c Connection) -> Result<Self> {
        let (last, hash) = db.query_row("SELECT id, hash FROM log_entries ORDER BY id DESC LIMIT 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
        Ok(Self { db, last, hash, occasion: None, words: Vec::new() })
    }

    fn word(&mut self, word: &str) -> Result<i64> {
        if let Some((_, id)) = self.words.iter().find(|(known, _)| known == word) {
            return Ok(*id);
        }
        let known =
            self.db.query_row("SELECT id FROM log_words WHERE word = ?1", [word], |row| row.get(0)).optional()?;
        let id = match known {
            Some(id) => id,
            None => {
                self.db.execute("INSERT INTO log_words (word) VALUES (?1)", [word])?;
                self.db.last_insert_rowid()
            }
        };
        self.words.push((word.to_owned(), id));
        Ok(id)
    }

    pub fn append(&mut self, entry: &Entry<'_>) -> Result<()> {
        self.last += 1;
        let mut digest = Sha256::new().chain_update(&self.hash).chain_update(entry.action).chain_update(entry.details);
        for (kind, id, name) in entry.objects {
            digest = digest.chain_update(kind).chain_update(id.to_be_bytes()).chain_update(name);
        }
        let made = entry.made.map(|(_, values)| values);
        for text in [made, entry.changes].into_iter().flatten() {
            digest = digest.chain_update(text);
        }
        self.hash = digest.finalize().to_vec();
        if self.occasion.is_none() {
            self.db.execute(
                "INSERT INTO log_occasions (id, operation_id, at, user_id, user_login, user_role, address, details, fields)
                 VALUES (?1, ?1, 1, 1, 'mara.lindholm@acme.example', 'manager', 'local', ?2, ?3)",
                (self.last, entry.details, entry.made.map(|(fields, _)| fields)),
            )?;
        }
        let occasion = *self.occasion.get_or_insert(self.last);
        let action = self.word(entry.action)?;
        let (kind, id, name) = &entry.objects[0];
        let kind = self.word(kind)?;
        let others = match &entry.objects[1..] {
            [] => None,
            others => Some(serde_json::to_string(others)?),
        };
        let mut insert = self.db.prepare_cached(
            "INSERT INTO log_entries (id, occasion_id, action_id, unit, kind_id, object_id, object_name, objects, made, changes, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?;
        insert.execute((
            self.last,
            occasion,
            action,
            entry.unit,
            kind,
            id,
            name,
            others,
            made,
            entry.changes,
            &self.hash,
        ))?;
        for (kind, id, _) in &entry.objects[1..] {
            let kind = self.word(kind)?;
            self.db
                .prepare_cached("INSERT INTO log_objects (kind_id, object_id, entry_id) VALUES (?1, ?2, ?3)")?
                .execute((kind, id, self.last))?;
        }
        Ok(())
    }
}
