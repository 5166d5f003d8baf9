//! The engine behind the store: the only place that knows which one it is.

pub mod lite;
pub mod param;
#[cfg(debug_assertions)]
pub mod recorder;
pub mod row;
pub mod session;

pub use lite::{Access, Cell};
pub use param::{Param, Params, Value};
pub use row::{Cells, FromCell, Row};
pub use session::Session;
