//! What grows with the organisation.

mod dimensions;
mod walk;
