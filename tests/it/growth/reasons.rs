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
            "user activate",
            "user level",
            "user role",
        ],
    ),
    (
        "tells all that differs between two times, or that one operation changed (OP-1, TIME-2)",
        &["access diff", "diff", "op revert", "op show", "redo", "undo"],
    ),
    (
        "moves, ends, forgets or tells all that a user has",
        &[
            "account password",
            "account sign-out",
            "bu move",
            "login",
            "recover",
            "redeem",
            "reset-password",
            "user deactivate",
            "user delete",
            "user invite",
            "user password",
            "user sign-out",
        ],
    ),
    (
        "shows all that belongs to what it shows",
        &[
            "account activity",
            "account info",
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
            "user sessions",
        ],
    ),
    ("lets go of all that it held", &["bu delete", "report delete", "tags delete"]),
    (
        "is about everything",
        &[
            "access report",
            "contact show",
            "db backup",
            "db copy",
            "db check",
            "db restore",
            "export",
            "log verify",
            "tags evaluate",
        ],
    ),
    ("reports on all that it is about", &["fim report add", "fim report rerun", "report add"]),
    ("counts the assets of each tag that it shows, as far as the asker sees them", &["tags list", "tags show"]),
    ("goes over the scans of its project", &["project result list"]),
    ("looks at the tags of each asset with an event", &["fim rule run"]),
    ("writes to everybody who reads of it", &["scan finish"]),
    ("looks at each asset group that somebody reaches", &["access assets", "access who"]),
    ("tries what would help, with whatever that verb takes", &["access explain"]),
];

/// Why a verb may take more in a larger organisation.
pub fn reason(verb: &str) -> Option<&'static str> {
    REASONS.iter().find(|(_, verbs)| verbs.contains(&verb)).map(|(reason, _)| *reason)
}

/// Who sees a part of the organisation passes over what is out of sight, row by row, and reaches an address through each of
/// the asset groups that are its own or assigned.
pub fn is_slowed_by_sight(verb: &str) -> bool {
    const VERBS: &[&str] = &[
        "appliance list",
        "asset show",
        "auth-record list",
        "domain list",
        "fim event list",
        "fim incident add",
        "fim incident list",
        "outbox list",
        "report list",
        "scan list",
        "schedule activate",
        "ticket add",
        "ticket close",
        "ticket delete",
        "ticket edit",
        "ticket list",
        "ticket reassign",
        "ticket show",
    ];
    VERBS.contains(&verb)
}

/// What grows when it is asked of the past, each reason with the verbs that have it.
const OF_THE_PAST: &[(&str, &[&str])] = &[
    (
        "what changed since is put in an order that its names do not give",
        &[
            "appliance list",
            "asset list",
            "fim asset list",
            "fim event list",
            "fim incident list",
            "project profile list",
            "project scan list",
            "project test-case list",
            "remediation-policy list",
            "scan list",
        ],
    ),
    (
        "the range below an address is looked for among all that a group lost since",
        &["config list", "config show", "schedule list", "schedule show", "ticket list"],
    ),
];

/// Why a verb may take longer when it is asked of the past; none: it may not.
pub fn reason_of_the_past(verb: &str) -> Option<&'static str> {
    OF_THE_PAST.iter().find(|(_, verbs)| verbs.contains(&verb)).map(|(why, _)| *why)
}
