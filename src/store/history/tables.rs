//! The tables whose rows are kept as they were (OP-2), with what the rows say something about.

use crate::domain::ObjectKind;
use crate::store::engine::Kind as Holds;

/// The first column of a key: a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstKey {
    /// A column.
    Column(&'static str),
    /// A column that may be absent; 0 then.
    Perhaps(&'static str),
    /// None: the second says all.
    None,
}

/// A table whose rows are kept as they were. Those that are not listed hold secrets, sessions, mails and the log.
#[derive(Debug)]
pub struct Kept {
    pub name: &'static str,
    pub key1: FirstKey,
    pub key2: Option<(&'static str, Holds)>,
    /// The kinds of the objects that a row belongs to: that of the first column of the key, and of the second.
    pub objects: (Option<ObjectKind>, Option<ObjectKind>),
    /// What is kept of it is worked out from other rows: it can be looked at, and is made anew where it is taken back.
    pub is_derived: bool,
}

impl Kept {
    /// Its number, which rows of the history bear.
    pub fn number(&'static self) -> i64 {
        let place = TABLES.iter().position(|table| std::ptr::eq(table, self));
        place.and_then(|place| i64::try_from(place + 1).ok()).unwrap_or_default()
    }

    /// The table of a number.
    pub fn of(number: i64) -> Option<&'static Self> {
        usize::try_from(number).ok().and_then(|number| TABLES.get(number.checked_sub(1)?))
    }

    /// The table of a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        TABLES.iter().find(|table| table.name == name)
    }

    /// Whether its rows have ids of their own, which only ever rise.
    pub fn counts_ids(&self) -> bool {
        self.key1 == FirstKey::Column("id")
    }

    /// The first part of the key of a row `alias`, as SQL.
    pub fn key1_of(&self, alias: &str) -> String {
        match self.key1 {
            FirstKey::Column(column) => format!("{alias}.{column}"),
            FirstKey::Perhaps(column) => format!("COALESCE({alias}.{column}, 0)"),
            FirstKey::None => "0".to_owned(),
        }
    }

    /// The second part of the key of a row `alias`, as SQL.
    pub fn key2_of(&self, alias: &str) -> String {
        match self.key2 {
            Some((column, Holds::Text)) => format!("{alias}.{column}"),
            Some((column, Holds::Integer)) => format!("CAST({alias}.{column} AS TEXT)"),
            Some((column, Holds::Bytes)) => format!("'\\x' || lower(hex({alias}.{column}))"),
            None => "''".to_owned(),
        }
    }
}

const fn things(name: &'static str, kind: ObjectKind) -> Kept {
    Kept { name, key1: FirstKey::Column("id"), key2: None, objects: (Some(kind), None), is_derived: false }
}

/// What hangs on a thing: the column that names it, and what else makes the key.
const fn part(
    name: &'static str,
    (column, kind): (&'static str, ObjectKind),
    second: (&'static str, Holds),
    other: Option<ObjectKind>,
) -> Kept {
    Kept { name, key1: FirstKey::Column(column), key2: Some(second), objects: (Some(kind), other), is_derived: false }
}

/// Two things that belong together.
const fn pair(name: &'static str, first: (&'static str, ObjectKind), second: (&'static str, ObjectKind)) -> Kept {
    part(name, first, (second.0, Holds::Integer), Some(second.1))
}

/// Numbers are places, so a new table is added last; parents stand before children, as rows are written back in this order.
pub static TABLES: [Kept; 65] = {
    use ObjectKind::*;
    [
        Kept {
            name: "subscriptions",
            key1: FirstKey::Column("only_one"),
            key2: None,
            objects: (Some(Subscription), None),
            is_derived: false,
        },
        Kept {
            name: "settings",
            key1: FirstKey::None,
            key2: Some(("key", Holds::Text)),
            objects: (None, None),
            is_derived: false,
        },
        things("units", Bu),
        things("users", User),
        part("user_permissions", ("user_id", User), ("permission", Holds::Text), None),
        part("former_logins", ("user_id", User), ("login_key", Holds::Text), None),
        things("user_groups", Group),
        pair("user_group_members", ("user_id", User), ("group_id", Group)),
        things("projects", Project),
        pair("project_users", ("user_id", User), ("project_id", Project)),
        pair("project_groups", ("group_id", Group), ("project_id", Project)),
        things("tags", Tag),
        Kept { is_derived: true, ..pair("tag_closure", ("tag_id", Tag), ("above_id", Tag)) },
        pair("tag_scopes", ("user_id", User), ("tag_id", Tag)),
        things("assets", Asset),
        part("asset_attributes", ("asset_id", Asset), ("key", Holds::Text), None),
        pair("asset_tags", ("asset_id", Asset), ("tag_id", Tag)),
        things("domains", Domain),
        things("appliances", Appliance),
        things("asset_groups", AssetGroup),
        part("asset_group_ranges", ("group_id", AssetGroup), ("first", Holds::Bytes), None),
        pair("asset_group_domains", ("group_id", AssetGroup), ("domain_id", Domain)),
        pair("asset_group_appliances", ("group_id", AssetGroup), ("appliance_id", Appliance)),
        pair("asset_group_units", ("group_id", AssetGroup), ("unit_id", Bu)),
        pair("asset_group_users", ("user_id", User), ("group_id", AssetGroup)),
        things("auth_records", AuthRecord),
        pair("auth_record_targets", ("record_id", AuthRecord), ("group_id", AssetGroup)),
        things("configs", Config),
        part("config_addresses", ("config_id", Config), ("address", Holds::Bytes), None),
        pair("config_appliances", ("config_id", Config), ("appliance_id", Appliance)),
        pair("config_domains", ("config_id", Config), ("domain_id", Domain)),
        pair("config_targets", ("config_id", Config), ("group_id", AssetGroup)),
        Kept {
            name: "email_contacts",
            key1: FirstKey::Perhaps("unit_id"),
            key2: None,
            objects: (Some(Bu), None),
            is_derived: false,
        },
        things("engines", Engine),
        things("rules", Rule),
        things("requirements", Requirement),
        pair("requirement_rules", ("requirement_id", Requirement), ("rule_id", Rule)),
        things("integrations", Integration),
        things("project_profiles", ProjectProfile),
        pair("project_profile_rules", ("profile_id", ProjectProfile), ("rule_id", Rule)),
        pair("project_profile_requirements", ("profile_id", ProjectProfile), ("requirement_id", Requirement)),
        things("project_test_cases", TestCase),
        things("project_scans", ProjectScan),
        things("project_results", Result),
        things("project_integrations", ProjectIntegration),
        things("tickets", Ticket),
        things("remediation_policies", RemediationPolicy),
        things("scans", Scan),
        part("scan_addresses", ("scan_id", Scan), ("address", Holds::Bytes), None),
        pair("scan_appliances", ("scan_id", Scan), ("appliance_id", Appliance)),
        pair("scan_domains", ("scan_id", Scan), ("domain_id", Domain)),
        pair("scan_targets", ("scan_id", Scan), ("group_id", AssetGroup)),
        things("reports", Report),
        part("report_ranges", ("report_id", Report), ("first", Holds::Bytes), None),
        things("fim_profiles", FimProfile),
        pair("fim_profile_tags", ("profile_id", FimProfile), ("tag_id", Tag)),
        things("fim_rules", FimRule),
        pair("fim_rule_reviewers", ("rule_id", FimRule), ("user_id", User)),
        things("fim_events", Event),
        things("fim_incidents", FimIncident),
        pair("fim_incident_events", ("incident_id", FimIncident), ("event_id", Event)),
        pair("fim_incident_reviewers", ("incident_id", FimIncident), ("user_id", User)),
        things("fim_report_rules", ReportRule),
        things("fim_reports", FimReport),
        MAILS,
    ]
};

/// Of mails it is kept alone which ones an operation queued.
const MAILS: Kept = things("mails", ObjectKind::Mail);

/// Columns that sign-ins write, and nobody takes back (OP-4).
const UNKEPT_COLUMNS: [(&str, &str); 2] = [("users", "last_login_at"), ("users", "failed_sign_ins")];

impl Kept {
    /// Whether nothing is kept but which rows were made.
    pub fn is_made_only(&self) -> bool {
        self.name == MAILS.name
    }

    /// Whether a column is kept.
    pub fn keeps(&self, column: &str) -> bool {
        !UNKEPT_COLUMNS.contains(&(self.name, column))
    }
}
