//! What becomes of rows that are there already, and of rows that cannot be taken in.

use crate::domain::words::words;

words! {
    /// What becomes of something that exists.
    OnExisting is "policy for what exists" {
        Fail = "fail",
        Skip = "skip",
        Update = "update",
    }
}

words! {
    /// What becomes of the other rows when one cannot be taken in.
    OnError is "policy for mistakes" {
        Stop = "stop",
        Skip = "skip",
    }
}
