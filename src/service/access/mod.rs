//! Asking about access (section 14): who may do what, where, and why.

pub mod assets;
pub mod check;
pub mod diff;
pub mod explain;
pub mod fix;
pub mod limit;
pub mod list;
pub mod need;
pub mod question;
pub mod report;
pub mod subject;
pub mod who;
