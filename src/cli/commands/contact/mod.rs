//! Primary contacts and e-mail contacts.

use super::verbs;

pub mod email;
pub mod set;
pub mod show;

verbs! {
    /// Primary contacts and e-mail contacts
    Contact {
        "show" Show => show,
        "set" Set => set,
        "email" Email => email,
    }
}
