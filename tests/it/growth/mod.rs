//! What grows with the organisation.

mod dimensions;
mod reasons;
mod walk;
