//! Kinds of objects, as named in the log and in hints.

use super::access::Id;
use super::words::words;

words! {
    /// What an object is.
    ObjectKind is "kind of object" {
        Subscription = "subscription",
        User = "user",
        Bu = "bu",
        AssetGroup = "asset-group",
        Asset = "asset",
        Domain = "domain",
        Appliance = "appliance",
        Config = "config",
        Ticket = "ticket",
        Tag = "tag",
    }
}

impl ObjectKind {
    /// The kind as a person calls it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Bu => "business unit",
            Self::AssetGroup => "asset group",
            Self::Config => "configuration",
            other => other.as_str(),
        }
    }
}

/// An object touched: its kind, id and name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectRef {
    /// What it is.
    pub kind: ObjectKind,
    /// Its row.
    pub id: Id,
    /// Its name at that time.
    pub name: String,
}

impl ObjectRef {
    /// Names an object.
    pub fn new(kind: ObjectKind, id: Id, name: impl Into<String>) -> Self {
        Self { kind, id, name: name.into() }
    }
}
