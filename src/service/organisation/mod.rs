//! Founding a subscription, empty or from a file that describes an organisation.

pub mod form;
pub mod found;
pub mod load;
pub mod source;
pub mod write;

pub use form::Organisation;
pub use found::{Founding, found};
