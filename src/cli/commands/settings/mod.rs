//! Settings of the subscription.

use super::verbs;

pub mod set;
pub mod show;

verbs! {
    /// Settings of the subscription
    Settings {
        "show" Show => show,
        "set" Set => set,
    }
}
