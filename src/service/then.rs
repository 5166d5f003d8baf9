//! What is known beside the past, while that is asked about (TIME-1).

use std::cell::{Cell, OnceCell};

use crate::domain::{Result, Settings};
use crate::store::Conn;

/// What is known beside the past, while it is asked about.
pub struct Then<'a> {
    /// The database as it is now, once it is needed.
    pub present: OnceCell<Box<Conn>>,
    /// Opens it.
    pub open: Box<dyn Fn() -> Result<Conn> + 'a>,
    /// The settings that held then.
    pub settings: Settings,
    /// How many were there then and are not shown.
    pub hidden: Cell<usize>,
}

impl Then<'_> {
    /// The database as it is now.
    pub fn present(&self) -> Result<&Conn> {
        if self.present.get().is_none() {
            let _ = self.present.set(Box::new((self.open)()?));
        }
        self.present.get().map(Box::as_ref).ok_or_else(|| crate::domain::Error::internal("the present is not there"))
    }
}

/// What is said where something is not shown that was there.
pub fn told_hidden(count: usize) -> String {
    match count {
        1 => "one more was there then, and is not shown: it is gone, or outside your reach today (TIME-1)".to_owned(),
        several => {
            format!("{several} more were there then, and are not shown: gone, or outside your reach today (TIME-1)")
        }
    }
}
