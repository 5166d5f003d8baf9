//! Kinds of objects, as named in the log and in hints.

use super::id::Id;
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
        Scan = "scan",
        RemediationPolicy = "remediation-policy",
        AuthRecord = "auth-record",
        Mail = "mail",
        Group = "group",
        Project = "project",
        Profile = "profile",
        Event = "event",
        Incident = "incident",
        Rule = "rule",
        Report = "report",
        ReportRule = "report-rule",
    }
}

impl ObjectKind {
    /// The kind as a person calls it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Bu => "business unit",
            Self::AssetGroup => "asset group",
            Self::Config => "configuration",
            Self::RemediationPolicy => "remediation policy",
            Self::AuthRecord => "authentication record",
            Self::Profile => "monitoring profile",
            Self::Rule => "correlation rule",
            Self::ReportRule => "report rule",
            other => other.as_str(),
        }
    }

    /// The noun of its commands.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Tag => "tags",
            Self::Subscription => "settings",
            Self::Mail => "outbox",
            Self::Profile => "fim profile",
            Self::Event => "fim event",
            Self::Incident => "fim incident",
            Self::Rule => "fim rule",
            Self::Report => "fim report",
            Self::ReportRule => "fim report-rule",
            other => other.as_str(),
        }
    }

    /// Whether its objects go by their number: they have no name of their own, or share it with others.
    pub const fn goes_by_number(self) -> bool {
        matches!(self, Self::Ticket | Self::Scan | Self::Mail | Self::Event | Self::Incident)
    }

    /// Several of the kind as a person calls them.
    pub fn plural(self) -> String {
        match self {
            Self::RemediationPolicy => "remediation policies".to_owned(),
            one => format!("{}s", one.title()),
        }
    }

    /// The rule by which names of the kind are unique.
    pub const fn naming_rule(self) -> &'static str {
        match self {
            Self::Bu => "UNIT-1",
            Self::AssetGroup => "AG-1",
            Self::Asset | Self::Domain | Self::Appliance => "ASSET-1",
            Self::Tag => "TAG-1",
            Self::RemediationPolicy => "POL-1",
            Self::AuthRecord => "AUTH-1",
            Self::Config => "CONF-1",
            Self::User => "USER-1",
            Self::Group => "GRP-1",
            Self::Project => "PRJ-1",
            Self::Profile => "FIM-1",
            Self::Rule => "FIM-9",
            Self::Report => "FIM-11",
            Self::ReportRule => "FIM-12",
            Self::Subscription | Self::Ticket | Self::Scan | Self::Mail | Self::Event | Self::Incident => "SUB-1",
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
    /// The one subscription of a file.
    pub fn subscription(name: impl Into<String>) -> Self {
        Self::new(ObjectKind::Subscription, 1, name)
    }

    /// Names an object.
    pub fn new(kind: ObjectKind, id: Id, name: impl Into<String>) -> Self {
        Self { kind, id, name: name.into() }
    }
}
