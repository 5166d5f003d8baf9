//! Types parsed once at the edge, and the rules: pure, without SQL, clock or I/O.

pub mod access;
pub mod action;
pub mod address;
pub mod asset_group;
pub mod ceiling;
pub mod config;
pub mod error;
pub mod log;
pub mod matrix;
pub mod moving;
pub mod object;
pub mod record;
pub mod recurrence;
pub mod roles;
pub mod secret;
pub mod settings;
pub mod text;
pub mod ticket;
pub mod time;
pub mod user;
pub mod words;

pub use access::{Actor, Id, Named, Placement, Target};
pub use action::Action;
pub use address::{Address, AddressRange, AddressSet};
pub use error::{Error, Kind, Question, Result};
pub use object::{ObjectKind, ObjectRef};
pub use roles::{Level, MonitoringRole, Permission, Role};
pub use secret::Secret;
pub use settings::{Key, Mode, Settings};
pub use text::{Line, Login, Name};
pub use time::Time;
pub use user::Status;
