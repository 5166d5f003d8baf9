//! What grows, and why it may.

/// Each reason with the verbs that have it.
const REASONS: &[(&str, &[&str])] = &[
    (
        "tells who gains and loses what by it, and looks at what each of them reaches (ACC-5)",
        &[
            "asset delete",
            "asset untag",
            "asset-group add",
            "asset-group assign",
            "asset-group delete",
            "asset-group edit",
            "asset-group transfer",
            "asset-group unassign",
            "appliance delete",
            "domain delete",
            "group delete",
            "project archive",
            "project assign",
            "project delete",
            "project restore",
            "project unassign",
            "tags edit",
            "user role",
        ],
    ),
    (
        "moves, ends, forgets or tells all that a user has",
        &[
            "account password",
            "bu move",
            "login",
            "redeem",
            "user deactivate",
            "user delete",
            "user invite",
            "user password",
        ],
    ),
    (
        "shows all that belongs to what it shows",
        &[
            "asset-group list",
            "asset-group show",
            "bu list",
            "bu show",
            "fim asset show",
            "group list",
            "group show",
            "project list",
            "project show",
            "user list",
        ],
    ),
    ("lets go of all that it held", &["bu delete", "report delete", "tags delete"]),
    (
        "is about everything",
        &["access report", "contact show", "db backup", "db check", "db restore", "export", "tags evaluate"],
    ),
    ("reports on all that it is about", &["fim report add", "fim report rerun", "report add"]),
    ("writes to everybody who reads of it", &["scan finish"]),
    ("looks at each asset group that somebody reaches", &["access assets", "access who"]),
    ("tries what would help, with whatever that verb takes", &["access explain"]),
];

/// Why a verb may take more in a larger organisation.
pub fn reason(verb: &str) -> Option<&'static str> {
    REASONS.iter().find(|(_, verbs)| verbs.contains(&verb)).map(|(reason, _)| *reason)
}
