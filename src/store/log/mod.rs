//! The activity log: appended to, read, never changed.

mod append;
mod chain;
mod entry;
mod list;
mod occasion;
mod packing;
mod repacking;
mod twin;
mod words;

pub use append::append;
pub use chain::{
    Anchor, Ends, Stretch, count_occasions, each, first_index_mismatch, first_stray_occasion, head, prune, stretches,
};
pub use entry::Logged;
pub use list::{About, actions_of, find, gist, last_at, last_of, list};
pub use occasion::Written;
pub use twin::Twin;

pub(super) use list::{ACTION, DETAILS, PRUNED, done_by, in_all};
pub(super) use repacking::repack;
