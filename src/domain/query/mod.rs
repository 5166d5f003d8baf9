//! The language of filters and sorts: typed keys, conditions on them, and what fits. The same for lists of every kind, for
//! the log and for events.

pub mod condition;
pub mod key;
pub mod order;
pub mod value;
pub mod word;

pub use condition::{Condition, Operator};
pub use key::{Holds, Key};
pub use order::Order;
pub use value::Value;
pub use word::Word;
