//! Operations that take others back (OP-3).

use super::words::words;

words! {
    /// How an operation takes others back.
    Undoing is "way back" {
        /// The actor's own, the latest first.
        Undo = "undo",
        /// Undoes the actor's own.
        Redo = "redo",
        /// Named ones, whoever did them.
        Revert = "revert",
    }
}
