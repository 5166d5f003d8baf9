//! The activity log: appended to, read, never changed.

mod append;
mod chain;
mod entry;
mod list;
mod occasion;
mod packing;
mod repacking;

pub use append::append;
pub use chain::{Anchor, anchor, chain, count, first_index_mismatch, first_stray_occasion, head, prune};
pub use entry::{Kept, Logged};
pub use list::{About, find, list};
pub use occasion::Written;
pub(super) use repacking::repack;
