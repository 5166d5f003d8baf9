//! The mark of words of a batch that are values, whatever they look like.

/// Stands before a word that is a value, though it looks like an option; Unicode keeps it out of all text.
pub const VALUE: char = '\u{fdd1}';

/// A word that the grammar takes for nothing but a value.
pub fn marked_as_value(word: String) -> String {
    if word.starts_with(['-', VALUE]) { format!("{VALUE}{word}") } else { word }
}

/// A word without the mark of a value.
pub fn without_mark(word: &str) -> &str {
    word.strip_prefix(VALUE).unwrap_or(word)
}
