//! Mails: queued with their cause, shown, delivered (MAIL-1 to MAIL-5).

mod queue;
pub mod send;
pub mod view;

pub use queue::{digests, queue, scan_summaries};
