//! Roles, levels and the permission matrix.

use super::verbs;

pub mod list;
pub mod matrix;
pub mod show;

verbs! {
    /// Roles, levels and the permission matrix
    Role {
        List => list,
        Show => show,
        Matrix => matrix,
    }
}
