//! Who gains and loses what between the beginning and the end of an operation (ACC-5), whatever did it.
//!
//! The store notes what it writes that decides about access. What those users had before stands in the database as
//! others still see it until the operation is committed; what they have now, in its transaction. Both are compared.

mod balance;
mod concerned;
mod hosts;
mod outcome;
mod side;

pub use balance::{changed, concerned, is_any, whole, worked_out};
pub use outcome::Effects;
pub use side::Side;
