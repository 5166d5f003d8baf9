//! Old safety copies go once the work is done.

use std::path::Path;

use crate::store::safety::SafetyCopies;

/// Removes old safety copies; what cannot be removed is told, and no reason to fail: what was asked for is done.
pub fn trim(copies: &SafetyCopies, database: &Path) -> Option<String> {
    let error = copies.trim(database).err()?;
    Some(format!("an old safety copy could not be removed: {}", error.message))
}
