//! The engine behind the store: the only place that knows which one it is.

#[cfg(feature = "postgres")]
mod asked;
#[cfg(feature = "postgres")]
mod connecting;
#[cfg(feature = "postgres")]
mod dialect;
#[cfg(feature = "postgres")]
mod fault;
#[cfg(feature = "postgres")]
mod foreseen;
#[cfg(feature = "postgres")]
mod kept;
#[cfg(feature = "postgres")]
mod line;
pub mod lite;
#[cfg(feature = "postgres")]
mod many;
pub mod param;
#[cfg(feature = "postgres")]
mod queue;
#[cfg(debug_assertions)]
pub mod recorder;
pub mod row;
pub mod session;
#[cfg(feature = "postgres")]
mod shared;
#[cfg(feature = "postgres")]
mod wire;
#[cfg(feature = "postgres")]
mod wire_value;

pub use lite::{Access, Cell};
pub use param::{Kind, Named, Param, Params, Until, Value};
pub use row::{Cells, FromCell, Row};
pub use session::Session;
