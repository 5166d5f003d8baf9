//! Moving users between units: gather the facts, plan, apply, report (section 7 of the rules).

mod apply;
pub mod contact;
mod facts;
pub mod report;
mod workflow;

pub use facts::{Moving, Party};
pub use report::{MoveReport, UnitGain};
pub use workflow::{MoveBody, Request, move_users, run};
