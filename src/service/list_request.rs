//! What is asked of a list.

use std::cell::RefCell;

use crate::domain::query::{Condition, Order};
use crate::domain::{Error, Result};
use crate::store::listing::Test;

/// What is wanted of a list; by default every row, in the list's own order.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// All of them must hold.
    pub conditions: Vec<Condition>,
    pub order: Vec<Order>,
    /// What is contained in what names or describes the object.
    pub text: Option<String>,
    pub limit: Option<usize>,
    /// How many rows are left out first.
    pub offset: usize,
    /// What the verb itself asks, beside the keys.
    pub also: Vec<Test>,
    /// What there is to tell beside the rows.
    pub notices: RefCell<Vec<String>>,
}

/// More conditions, values and keys than anybody types are no longer one statement.
const MOST_CONDITIONS: usize = 50;
const MOST_VALUES: usize = 400;
const MOST_ORDERS: usize = 20;

impl Request {
    /// Refuses what is more than one statement can take.
    pub fn check_size(&self) -> Result<()> {
        let values: usize = self.conditions.iter().map(|condition| condition.words.len()).sum();
        for (count, most, what) in [
            (self.conditions.len(), MOST_CONDITIONS, "conditions"),
            (values, MOST_VALUES, "values in its conditions"),
            (self.order.len(), MOST_ORDERS, "keys to sort by"),
        ] {
            if count > most {
                return Err(Error::usage(format!("a list takes at most {most} {what}, and these are {count}"))
                    .hint("ask in several steps, or print all with `--json` and choose there"));
            }
        }
        Ok(())
    }

    /// Whether every row is wanted, in the list's own order.
    pub fn is_everything(&self) -> bool {
        self.conditions.is_empty()
            && self.order.is_empty()
            && self.text.is_none()
            && self.limit.is_none()
            && self.offset == 0
            && self.also.is_empty()
    }

    /// Tells something beside the rows, once.
    pub fn notice(&self, text: String) {
        let mut notices = self.notices.borrow_mut();
        if !notices.contains(&text) {
            notices.push(text);
        }
    }
}
