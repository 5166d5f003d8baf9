//! Many things at once: taking in rows of files, and writing them.

mod ahead;
pub mod draft;
pub mod export;
mod flaws;
mod following;
pub mod form;
pub mod import;
mod importer;
pub mod intake;
pub mod kinds;
pub mod once;
mod origins;
pub mod passwords;
pub mod settled;
pub mod sheet;

pub use form::BulkKind;
