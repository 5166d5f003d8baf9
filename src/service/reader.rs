//! Who is told.

/// Who reads what is reported of a change: what nobody reads need not be worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    Nobody,
    /// Sentences, and what the verb has to tell beside.
    Person,
    /// Every key.
    Program,
}
