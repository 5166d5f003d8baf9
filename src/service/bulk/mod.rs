//! Many things at once: taking in rows of files, and writing them.

pub mod export;
pub mod form;
pub mod import;
pub mod intake;
pub mod kinds;
pub mod passwords;

pub use form::BulkKind;
