//! Roles, levels and the permission matrix.

use super::verbs;

pub mod list;
pub mod matrix;
pub mod show;

verbs! {
    /// Roles, levels and the permission matrix
    Role {
        "list" List => list,
        "show" Show => show,
        "matrix" Matrix => matrix,
    }
}
