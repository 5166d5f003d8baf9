//! Tags: a tree of names (TAG-1), set by hand or by rule (TAG-2), and who works within which (SCOPE-1).

pub mod define;
pub mod evaluate;
pub mod filter;
pub mod scope;
