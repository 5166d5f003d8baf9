//! Rows of files: columns, cells and the mistakes in them, each with its place.

pub mod cells;
pub mod column;
pub mod mistake;
pub mod policy;
mod present;
pub mod row;
pub mod synonym;

pub use cells::Cells;
pub use column::{CellForm, SheetColumn};
pub use mistake::{Flaw, Place, refusal};
pub use policy::{OnError, OnExisting};
pub use row::{Layout, Row, Values};
