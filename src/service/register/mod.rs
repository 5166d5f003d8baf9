//! The registers of the organisation (ORG-1): engines, rules, requirements, integrations.

mod entry;
pub mod kinds;

pub use entry::{Deleted, Register, RegisterDraft, add, delete, edit, list, show};
