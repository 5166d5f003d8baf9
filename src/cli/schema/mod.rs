//! What commands print as JSON, as JSON Schema, from the types that are printed.

pub mod document;
