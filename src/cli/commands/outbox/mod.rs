//! Mails on their way.

use super::verbs;

pub mod list;
pub mod send;
pub mod show;

verbs! {
    /// Mails on their way
    Outbox {
        "list" List => list,
        "show" Show => show,
        "send" Send => send,
    }
}
