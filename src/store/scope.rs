//! The table of each kind of object, and where an object lies as seen by an actor, as SQL: one definition for lists and
//! for single objects.
//!
//! Every predicate speaks of the object `o`, the actor `?1` and the actor's unit `?2` (which may be null).

use super::Conn;
use super::reach::in_reached_group;
use crate::domain::matrix::{Reach, Tie, tie};
use crate::domain::{Action, Actor, Id, ObjectKind, Placement, Result};

/// The three predicates of one action on one kind of object.
#[derive(Debug, Clone, Copy)]
pub struct Scope {
    table: &'static str,
    own: &'static str,
    assigned: &'static str,
    unit: &'static str,
}

const NOWHERE: &str = "FALSE";
const OWNER: &str = "o.owner_id = ?1";
const OWNER_IN_UNIT: &str = "EXISTS (SELECT 1 FROM users w WHERE w.id = o.owner_id AND w.unit_id = ?2)";
const GROUP_LINKED: &str = "EXISTS (SELECT 1 FROM asset_group_units l WHERE l.group_id = o.id AND l.unit_id = ?2)";
const REACHED_GROUP: &str = "EXISTS (SELECT 1 FROM group_reach r WHERE r.user_id = ?1 AND r.group_id = o.id)";
/// Everything is assigned to the actor, which has no unit (AG-4).
macro_rules! everything {
    () => {
        "EXISTS (SELECT 1 FROM users w WHERE w.id = ?1 AND w.all_assigned = 1 AND w.unit_id IS NULL)"
    };
}
/// The appliance belongs to a group that the actor reaches.
macro_rules! appliance_in_reached_group {
    () => {
        "EXISTS (SELECT 1 FROM asset_group_appliances d JOIN group_reach r ON r.group_id = d.group_id WHERE r.user_id = ?1 AND d.appliance_id = o.id)"
    };
}
/// An address in a group that the actor reaches (AG-2).
pub const REACHED_ADDRESS: &str = concat!("(", everything!(), " OR ", in_reached_group!("?1", "o.address"), ")");
const REACHED_DOMAIN: &str = concat!(
    "(",
    everything!(),
    " OR EXISTS (SELECT 1 FROM asset_group_domains d JOIN group_reach r ON r.group_id = d.group_id WHERE r.user_id = ?1 AND d.domain_id = o.id))"
);
const REACHED_APPLIANCE: &str = concat!("(", everything!(), " OR ", appliance_in_reached_group!(), ")");
const REACHED_OR_UNIT_APPLIANCE: &str = concat!(
    "(EXISTS (SELECT 1 FROM users w WHERE w.id = o.owner_id AND w.unit_id = ?2) OR ",
    appliance_in_reached_group!(),
    ")"
);
/// Own, or shared by a manager with everybody or by a unit manager with its unit (CONF-1).
const OWNER_OR_GLOBAL: &str = "(o.owner_id = ?1 OR (o.global = 1 AND EXISTS (SELECT 1 FROM users w WHERE w.id = o.owner_id AND (w.role = 'manager' OR w.unit_id = ?2))))";
/// A ticket is in a unit's reach by its assignee or by its address (TICK-1).
const TICKET_IN_UNIT: &str = concat!(
    "(EXISTS (SELECT 1 FROM users w WHERE w.id = o.assignee_id AND w.unit_id = ?2) OR ",
    in_reached_group!("?1", "o.address"),
    ")"
);

/// The actor holds a role in the project, by itself or through a group; which actions it opens is decided apart.
const PROJECT_MEMBER: &str = "(EXISTS (SELECT 1 FROM project_users x WHERE x.project_id = o.id AND x.user_id = ?1)
    OR EXISTS (SELECT 1 FROM project_groups x JOIN user_group_members m ON m.group_id = x.group_id WHERE x.project_id = o.id AND m.user_id = ?1))";
/// The scan has targets, and neither an address nor a domain of it lies beyond what the actor reaches.
macro_rules! scan_within_reach {
    () => {
        concat!(
            "o.targets_all = 0 AND (EXISTS (SELECT 1 FROM scan_targets t WHERE t.scan_id = o.id)
                OR EXISTS (SELECT 1 FROM scan_addresses t WHERE t.scan_id = o.id) OR EXISTS (SELECT 1 FROM scan_domains t WHERE t.scan_id = o.id))
             AND NOT EXISTS (SELECT 1 FROM scan_addresses t WHERE t.scan_id = o.id AND NOT ",
            in_reached_group!("?1", "t.address"),
            ") AND NOT EXISTS (SELECT 1 FROM scan_domains t WHERE t.scan_id = o.id AND NOT EXISTS (
                SELECT 1 FROM asset_group_domains d JOIN group_reach r ON r.group_id = d.group_id WHERE r.user_id = ?1 AND d.domain_id = t.domain_id))"
        )
    };
}
/// Every target of the scan is something that the actor reaches.
const REACHED_SCAN: &str = concat!(
    "(",
    scan_within_reach!(),
    " AND NOT EXISTS (SELECT 1 FROM scan_targets t WHERE t.scan_id = o.id
        AND NOT EXISTS (SELECT 1 FROM group_reach r WHERE r.user_id = ?1 AND r.group_id = t.group_id)))"
);
const SCAN_IN_UNIT: &str = concat!(
    "(EXISTS (SELECT 1 FROM users w WHERE w.id = o.owner_id AND w.unit_id = ?2) OR (",
    scan_within_reach!(),
    " AND NOT EXISTS (SELECT 1 FROM scan_targets t WHERE t.scan_id = o.id
        AND NOT EXISTS (SELECT 1 FROM asset_group_units l WHERE l.group_id = t.group_id AND l.unit_id = ?2))))"
);
/// Some target of the authentication record is a group that the actor reaches.
const REACHED_RECORD: &str = "EXISTS (SELECT 1 FROM auth_record_targets t JOIN group_reach r ON r.group_id = t.group_id WHERE t.record_id = o.id AND r.user_id = ?1)";
const RECORD_IN_UNIT: &str = "EXISTS (SELECT 1 FROM auth_record_targets t JOIN asset_group_units l ON l.group_id = t.group_id WHERE t.record_id = o.id AND l.unit_id = ?2)";
/// Every target lies in the unit: what concerns others as well is not the unit's to change.
const RECORD_WHOLLY_IN_UNIT: &str = "(EXISTS (SELECT 1 FROM auth_record_targets t WHERE t.record_id = o.id)
    AND NOT EXISTS (SELECT 1 FROM auth_record_targets t WHERE t.record_id = o.id
        AND NOT EXISTS (SELECT 1 FROM asset_group_units l WHERE l.group_id = t.group_id AND l.unit_id = ?2)))";

/// The actor views a project of which `$used`, a query, tells.
macro_rules! used_where {
    ($used:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM (SELECT x.project_id FROM project_users x WHERE x.user_id = ?1
                UNION SELECT x.project_id FROM user_group_members m JOIN project_groups x ON x.group_id = m.group_id WHERE m.user_id = ?1) v
              WHERE v.project_id IN (",
            $used,
            "))"
        )
    };
}
/// A rule of a profile, or of a requirement there, or that a result names, in a project that the actor views (ORG-1).
const USED_RULE: &str = used_where!(
    "SELECT f.project_id FROM project_profile_rules y JOIN project_profiles f ON f.id = y.profile_id WHERE y.rule_id = o.id
     UNION SELECT f.project_id FROM requirement_rules z JOIN project_profile_requirements y ON y.requirement_id = z.requirement_id
       JOIN project_profiles f ON f.id = y.profile_id WHERE z.rule_id = o.id
     UNION SELECT s.project_id FROM project_results y JOIN project_scans s ON s.id = y.scan_id WHERE y.rule_id = o.id"
);
/// A requirement of a profile in a project that the actor views (ORG-1).
const USED_REQUIREMENT: &str = used_where!(
    "SELECT f.project_id FROM project_profile_requirements y JOIN project_profiles f ON f.id = y.profile_id WHERE y.requirement_id = o.id"
);

/// The tag `x.tag_id` stands in the actor's scope, or lies below one that does (SCOPE-2).
macro_rules! covered {
    () => {
        "EXISTS (SELECT 1 FROM tag_closure c JOIN tag_scopes s ON s.tag_id = c.above_id AND s.user_id = ?1 WHERE c.tag_id = x.tag_id)"
    };
}
pub(super) use covered;
/// An asset without tags, or with one that the actor's scope covers (SCOPE-2).
macro_rules! asset_in_scope {
    ($asset:literal) => {
        concat!(
            "(NOT EXISTS (SELECT 1 FROM asset_tags x WHERE x.asset_id = ",
            $asset,
            ") OR EXISTS (SELECT 1 FROM asset_tags x WHERE x.asset_id = ",
            $asset,
            " AND ",
            covered!(),
            "))"
        )
    };
}
/// An asset without tags, or with one that the scope of the actor covers (SCOPE-2).
pub const ASSET_IN_SCOPE: &str = asset_in_scope!("o.id");
/// Once its asset is deleted, nobody can tell whether an event is in scope.
const EVENT_IN_SCOPE: &str = concat!("(o.asset_id IS NOT NULL AND ", asset_in_scope!("o.asset_id"), ")");
const PROFILE_IN_SCOPE: &str = concat!(
    "(NOT EXISTS (SELECT 1 FROM fim_profile_tags x WHERE x.profile_id = o.id)
      OR EXISTS (SELECT 1 FROM fim_profile_tags x WHERE x.profile_id = o.id AND ",
    covered!(),
    "))"
);
const CREATOR: &str = "o.creator_id = ?1";
/// What a deleted creator made is for managers, whoever was assigned to review it (DEL-3).
const REVIEWS_INCIDENT: &str = "o.creator_id IS NOT NULL AND EXISTS (SELECT 1 FROM fim_incident_reviewers x WHERE x.incident_id = o.id AND x.user_id = ?1)";
const REVIEWS_RULE: &str = "o.creator_id IS NOT NULL AND EXISTS (SELECT 1 FROM fim_rule_reviewers x WHERE x.rule_id = o.id AND x.user_id = ?1)";

/// The table of a kind, its naming column, and the column names are compared by; none for the one subscription.
pub(super) const fn table(kind: ObjectKind) -> Option<(&'static str, &'static str, &'static str)> {
    Some(match kind {
        ObjectKind::User => ("users", "o.login", "o.login_key"),
        ObjectKind::Bu => ("units", "o.name", "o.name_key"),
        ObjectKind::AssetGroup => ("asset_groups", "o.name", "o.name_key"),
        ObjectKind::Asset => ("assets", "o.name", "o.name_key"),
        ObjectKind::Domain => ("domains", "o.name", "o.name_key"),
        ObjectKind::Appliance => ("appliances", "o.name", "o.name_key"),
        ObjectKind::Config => ("configs", "o.name", "o.name_key"),
        ObjectKind::Tag => ("tags", "o.name", "o.name_key"),
        ObjectKind::Ticket => ("tickets", "o.title", "NULL"),
        ObjectKind::Scan => ("scans", "o.title", "NULL"),
        ObjectKind::RemediationPolicy => ("remediation_policies", "o.name", "o.name_key"),
        ObjectKind::AuthRecord => ("auth_records", "o.name", "o.name_key"),
        ObjectKind::Group => ("user_groups", "o.name", "o.name_key"),
        ObjectKind::Project => ("projects", "o.name", "o.name_key"),
        ObjectKind::Engine => ("engines", "o.name", "o.name_key"),
        ObjectKind::Rule => ("rules", "o.name", "o.name_key"),
        ObjectKind::Requirement => ("requirements", "o.name", "o.name_key"),
        ObjectKind::Integration => ("integrations", "o.name", "o.name_key"),
        ObjectKind::Report => ("reports", "o.name", "o.name_key"),
        ObjectKind::ProjectProfile => ("project_profiles", "o.name", "NULL"),
        ObjectKind::ProjectScan => ("project_scans", "CAST(o.number AS TEXT)", "NULL"),
        ObjectKind::Result => ("project_results", "o.title", "NULL"),
        ObjectKind::TestCase => ("project_test_cases", "o.name", "NULL"),
        ObjectKind::ProjectIntegration => {
            ("project_integrations", "(SELECT i.name FROM integrations i WHERE i.id = o.integration_id)", "NULL")
        }
        ObjectKind::FimProfile => ("fim_profiles", "o.name", "o.name_key"),
        ObjectKind::Event => ("fim_events", "o.path", "NULL"),
        ObjectKind::FimIncident => ("fim_incidents", "o.title", "NULL"),
        ObjectKind::FimRule => ("fim_rules", "o.name", "o.name_key"),
        ObjectKind::FimReport => ("fim_reports", "o.name", "o.name_key"),
        ObjectKind::ReportRule => ("fim_report_rules", "o.name", "o.name_key"),
        ObjectKind::Mail => ("mails", "o.recipient", "NULL"),
        ObjectKind::Subscription => return None,
    })
}

/// What counts as one's own in monitoring: what one made, unless the action is for those who review.
fn made(action: Action) -> &'static str {
    if tie(action) == Some(Tie::Reviews) { NOWHERE } else { CREATOR }
}

impl Scope {
    /// The scope of an action on what its noun names.
    pub fn of(action: Action) -> Self {
        use Action::*;
        let scope = |table, own, assigned, unit| Self { table, own, assigned, unit };
        let for_managers = |table| scope(table, NOWHERE, NOWHERE, NOWHERE);
        match action {
            UserView | UserAdd | UserEdit | UserRole | UserLevel | UserGrant | UserInvite | UserPassword
            | UserPasswordSet | UserActivate | UserDeactivate | UserDelete | UserSessions | UserToken | AccountInfo
            | AccountEdit | AccountActivity | AccountSignOut | AccountPassword | AccountQuestions => {
                scope("users", "o.id = ?1", NOWHERE, "o.unit_id = ?2")
            }
            BuView | BuAdd | BuEdit | BuMove | BuDelete | BuLimit | ContactView | ContactSet | ContactEmail => {
                scope("units", NOWHERE, NOWHERE, "o.id = ?2")
            }
            AssetGroupView => scope("asset_groups", OWNER, REACHED_GROUP, REACHED_OR_OWNED_IN_UNIT),
            AssetGroupAssign => scope("asset_groups", OWNER, NOWHERE, GROUP_LINKED),
            AssetGroupAdd | AssetGroupEdit | AssetGroupDelete | AssetGroupTransfer => {
                scope("asset_groups", OWNER, NOWHERE, OWNER_IN_UNIT)
            }
            AssetView | AssetAdd | AssetEdit | AssetDelete | AssetTag => {
                scope("assets", NOWHERE, REACHED_ADDRESS, REACHED_ADDRESS)
            }
            DomainView | DomainAdd | DomainEdit | DomainDelete => {
                scope("domains", NOWHERE, REACHED_DOMAIN, REACHED_DOMAIN)
            }
            ApplianceView | ApplianceAdd | ApplianceEdit | ApplianceDelete => {
                scope("appliances", OWNER, REACHED_APPLIANCE, REACHED_OR_UNIT_APPLIANCE)
            }
            ConfigView => scope("configs", OWNER_OR_GLOBAL, NOWHERE, OWNER_IN_UNIT),
            ConfigAdd | ConfigEdit | ConfigDelete | ConfigTransfer | ScheduleView | ScheduleActivate
            | ScheduleDeactivate | ScheduleRunDue => scope("configs", OWNER, NOWHERE, OWNER_IN_UNIT),
            TicketView | TicketEdit | TicketAdd | TicketReassign | TicketClose | TicketDelete => {
                scope("tickets", "o.assignee_id = ?1", NOWHERE, TICKET_IN_UNIT)
            }
            ScanView => scope("scans", OWNER, REACHED_SCAN, SCAN_IN_UNIT),
            ScanLaunch | ScanFinish | ScanDelete | ReportAdd => scope("scans", OWNER, NOWHERE, OWNER_IN_UNIT),
            RemediationPolicyView | RemediationPolicyAdd | RemediationPolicyEdit | RemediationPolicyDelete => {
                scope("remediation_policies", NOWHERE, NOWHERE, "o.unit_id = ?2")
            }
            AuthRecordView => scope("auth_records", NOWHERE, REACHED_RECORD, RECORD_IN_UNIT),
            AuthRecordAdd | AuthRecordEdit | AuthRecordDelete => {
                scope("auth_records", NOWHERE, NOWHERE, RECORD_WHOLLY_IN_UNIT)
            }
            GroupView | GroupAdd | GroupEdit | GroupDelete | GroupAssign => for_managers("user_groups"),
            ProjectView
            | ProjectAdd
            | ProjectEdit
            | ProjectAssign
            | ProjectIntegrate
            | ProjectArchive
            | ProjectRestore
            | ProjectDelete
            | ProjectScan
            | ProjectProfileAdd
            | ProjectProfileEdit
            | ProjectProfileDelete
            | ProjectResultAdd
            | ProjectResultEdit
            | ProjectResultDelete
            | ProjectTestCaseAdd
            | ProjectTestCaseEdit
            | ProjectTestCaseDelete => scope("projects", PROJECT_MEMBER, NOWHERE, NOWHERE),
            ReportView | ReportDownload | ReportDelete => scope("reports", OWNER, NOWHERE, OWNER_IN_UNIT),
            EngineView | EngineAdd | EngineEdit | EngineDelete => for_managers("engines"),
            RuleView | RuleAdd | RuleEdit | RuleDelete => scope("rules", USED_RULE, NOWHERE, NOWHERE),
            RequirementView | RequirementAdd | RequirementEdit | RequirementDelete => {
                scope("requirements", USED_REQUIREMENT, NOWHERE, NOWHERE)
            }
            IntegrationView | IntegrationAdd | IntegrationEdit | IntegrationDelete => for_managers("integrations"),
            OutboxView | OutboxSend => scope(
                "mails",
                NOWHERE,
                NOWHERE,
                "EXISTS (SELECT 1 FROM users w WHERE w.id = o.user_id AND w.unit_id = ?2)",
            ),
            TagsView | TagsAdd | TagsEdit | TagsDelete | TagsEvaluate | TagsScope => for_managers("tags"),
            FimAssetView => scope("assets", NOWHERE, ASSET_IN_SCOPE, NOWHERE),
            FimEventView | FimEventIgnore => scope("fim_events", NOWHERE, EVENT_IN_SCOPE, NOWHERE),
            FimProfileView | FimProfileAdd | FimProfileEdit | FimProfileDelete | FimProfileActivate
            | FimProfileDeactivate => scope("fim_profiles", NOWHERE, PROFILE_IN_SCOPE, NOWHERE),
            FimIncidentView | FimIncidentAdd | FimIncidentEdit | FimIncidentDelete | FimIncidentReview
            | FimIncidentReopen => scope("fim_incidents", made(action), REVIEWS_INCIDENT, NOWHERE),
            FimRuleView | FimRuleAdd | FimRuleEdit | FimRuleDelete | FimRuleActivate | FimRuleDeactivate
            | FimRuleRun => scope("fim_rules", made(action), REVIEWS_RULE, NOWHERE),
            FimReportView | FimReportAdd | FimReportEdit | FimReportRerun | FimReportDelete | FimReportDownload => {
                scope("fim_reports", CREATOR, NOWHERE, NOWHERE)
            }
            FimReportRuleView | FimReportRuleAdd | FimReportRuleEdit | FimReportRuleDelete | FimReportRuleClone => {
                scope("fim_report_rules", CREATOR, NOWHERE, NOWHERE)
            }
            // These concern the subscription as a whole, or what another noun names (see `on`).
            HostDataPurge | RoleView | AccessCheck | AccessExplain | AccessList | AccessWho | AccessAssets
            | AccessReport | AccessDiff | SettingsView | SettingsEdit | SettingsSecurity | LogView | LogVerify
            | LogPrune | OpView | OpRevert | Diff | EventImport | Init | Login | Logout | Redeem | ResetPassword
            | Recover | DbInfo | DbCheck | DbBackup | DbCopy | DbOrganisations | DbRestore | DbMigrate => {
                for_managers("users")
            }
        }
    }

    /// The scope of an action on a kind of object, which need not be its noun's: what is launched, purged or reported on.
    pub fn on(action: Action, kind: ObjectKind) -> Self {
        let reached = |table, clause| Self { table, own: NOWHERE, assigned: clause, unit: clause };
        match kind {
            ObjectKind::Asset if action.noun() != "asset" && action != Action::FimAssetView => {
                reached("assets", REACHED_ADDRESS)
            }
            ObjectKind::AssetGroup if action.noun() != "asset-group" => reached("asset_groups", REACHED_GROUP),
            ObjectKind::Bu if action.noun() == "user" => Self::of(Action::BuView),
            ObjectKind::User if action.noun() != "user" => Self::of(Action::UserView),
            ObjectKind::Asset
            | ObjectKind::AssetGroup
            | ObjectKind::Bu
            | ObjectKind::User
            | ObjectKind::Domain
            | ObjectKind::Appliance
            | ObjectKind::Config
            | ObjectKind::Ticket
            | ObjectKind::Tag
            | ObjectKind::Scan
            | ObjectKind::RemediationPolicy
            | ObjectKind::AuthRecord
            | ObjectKind::Mail
            | ObjectKind::Group
            | ObjectKind::Project
            | ObjectKind::Engine
            | ObjectKind::Rule
            | ObjectKind::Requirement
            | ObjectKind::Report
            | ObjectKind::Integration
            | ObjectKind::ProjectProfile
            | ObjectKind::ProjectScan
            | ObjectKind::Result
            | ObjectKind::TestCase
            | ObjectKind::ProjectIntegration
            | ObjectKind::FimProfile
            | ObjectKind::Event
            | ObjectKind::FimIncident
            | ObjectKind::FimRule
            | ObjectKind::FimReport
            | ObjectKind::ReportRule
            | ObjectKind::Subscription => Self::of(action),
        }
    }

    /// The predicate of a reach. What is one's own lies within every reach.
    pub fn clause(&self, reach: Reach) -> String {
        match reach {
            Reach::All => "TRUE".to_owned(),
            Reach::Unit => format!("({} OR {})", self.unit, self.own),
            Reach::Assigned => format!("({} OR {})", self.assigned, self.own),
            Reach::Own => self.own.to_owned(),
        }
    }

    /// Where one object lies; `None`: there is no such object.
    pub fn placement(&self, conn: &Conn, actor: &Actor, id: Id) -> Result<Option<Placement>> {
        let sql = format!(
            "SELECT {}, {}, {} FROM {} o WHERE o.id = ?3 AND (?1 > 0 OR ?2 > 0)",
            self.own, self.assigned, self.unit, self.table
        );
        conn.maybe(&sql, (actor.id, actor.unit_id(), id), |row| {
            let at = |index| row.get::<Option<bool>>(index).map(Option::unwrap_or_default);
            Ok(Placement { own: at(0)?, assigned: at(1)?, unit: at(2)? })
        })
    }
}

const REACHED_OR_OWNED_IN_UNIT: &str =
    "(EXISTS (SELECT 1 FROM asset_group_units l WHERE l.group_id = o.id AND l.unit_id = ?2)
    OR EXISTS (SELECT 1 FROM users w WHERE w.id = o.owner_id AND w.unit_id = ?2))";
