//! The words of the log, which entries name by their numbers.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::domain::{Id, Result};
use crate::store::Conn;

/// The words that have been met so far, each asked for once.
pub struct Words<'c> {
    conn: &'c Conn,
    known: RefCell<HashMap<Id, Option<Rc<str>>>>,
}

impl<'c> Words<'c> {
    pub fn of(conn: &'c Conn) -> Self {
        Self { conn, known: RefCell::default() }
    }

    /// The word with a number, if there is one.
    pub fn get(&self, id: Id) -> Result<Option<Rc<str>>> {
        if let Some(word) = self.known.borrow().get(&id) {
            return Ok(word.clone());
        }
        let word: Option<String> =
            self.conn.maybe("SELECT word FROM log_words WHERE id = ?1", [id], |row| row.get(0))?;
        let word = word.map(Rc::from);
        self.known.borrow_mut().insert(id, word.clone());
        Ok(word)
    }
}
