//! Mails: queued with their cause, shown, delivered (MAIL-1 to MAIL-6).

mod queue;
pub mod send;
mod sight;
pub mod view;

pub use queue::{digests, queue, scan_summaries};
