//! Primary contacts.

use super::verbs;

pub mod set;
pub mod show;

verbs! {
    /// Primary contacts
    Contact {
        "show" Show => show,
        "set" Set => set,
    }
}
