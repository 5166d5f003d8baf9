//! Asset groups: one file per verb.

pub mod add;
pub mod assign;
pub mod contents;
pub mod delete;
pub mod edit;
pub mod transfer;
pub mod view;
