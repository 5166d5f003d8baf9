//! Personal configurations: one file per verb, and what other workflows do with them.

pub mod add;
pub mod aim;
pub mod due;
pub mod edit;
pub mod hand_over;
pub mod schedule;
pub mod targets;
pub mod view;

pub use hand_over::{Handed, Renamed, check_receiver, delete_all, drop_global, give, give_all, remove};
pub use targets::{needing_target_at, newly_needing_target};
pub use view::label;
