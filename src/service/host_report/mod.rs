//! Reports on hosts (REP-1): made at once, of what their owner reaches then; shown while the asker reaches all of it.

pub mod due;
pub mod make;
mod sight;
pub mod view;
