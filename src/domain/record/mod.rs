//! Objects as lists and shows print them: the keys of the contract with scripts.

mod account;
mod asset;
mod host_report;
mod log;
mod monitoring;
mod operation;
mod project_work;
mod register;
mod work;

pub use account::*;
pub use asset::*;
pub use host_report::*;
pub use log::*;
pub use monitoring::*;
pub use operation::*;
pub use project_work::*;
pub use register::*;
pub use work::*;
