//! Kinds of objects: how they are named, what shows them, and what is done to them.

use super::action::Action::{self, *};
use super::error::Result;
use super::id::{Id, Named};
use super::words::{fold, words};

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
        Engine = "engine",
        Rule = "rule",
        Requirement = "requirement",
        Report = "report",
        Integration = "integration",
        ProjectProfile = "project-profile",
        ProjectScan = "project-scan",
        Result = "result",
        TestCase = "test-case",
        ProjectIntegration = "project-integration",
        FimProfile = "fim-profile",
        Event = "event",
        FimIncident = "fim-incident",
        FimRule = "fim-rule",
        FimReport = "fim-report",
        ReportRule = "report-rule",
    }
}

impl ObjectKind {
    /// The action that shows objects of the kind.
    pub const fn view(self) -> Action {
        match self {
            Self::User => UserView,
            Self::Bu => BuView,
            Self::AssetGroup => AssetGroupView,
            Self::Asset => AssetView,
            Self::Domain => DomainView,
            Self::Appliance => ApplianceView,
            Self::Config => ConfigView,
            Self::Ticket => TicketView,
            Self::Tag => TagsView,
            Self::Scan => ScanView,
            Self::RemediationPolicy => RemediationPolicyView,
            Self::AuthRecord => AuthRecordView,
            Self::Mail => OutboxView,
            Self::Group => GroupView,
            Self::Project => ProjectView,
            Self::Engine => EngineView,
            Self::Rule => RuleView,
            Self::Requirement => RequirementView,
            Self::Report => ReportView,
            Self::Integration => IntegrationView,
            Self::ProjectProfile | Self::ProjectScan | Self::Result | Self::TestCase | Self::ProjectIntegration => {
                ProjectView
            }
            Self::FimProfile => FimProfileView,
            Self::Event => FimEventView,
            Self::FimIncident => FimIncidentView,
            Self::FimRule => FimRuleView,
            Self::FimReport => FimReportView,
            Self::ReportRule => FimReportRuleView,
            Self::Subscription => SettingsView,
        }
    }

    /// The kind as a person calls it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Bu => "business unit",
            Self::AssetGroup => "asset group",
            Self::Config => "configuration",
            Self::RemediationPolicy => "remediation policy",
            Self::AuthRecord => "authentication record",
            Self::ProjectProfile => "profile",
            Self::ProjectScan => "scan of a project",
            Self::TestCase => "test case",
            Self::ProjectIntegration => "integration of a project",
            Self::FimProfile => "monitoring profile",
            Self::FimIncident => "incident",
            Self::FimReport => "monitoring report",
            Self::FimRule => "correlation rule",
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
            Self::ProjectProfile => "project profile",
            Self::ProjectScan => "project scan",
            Self::Result => "project result",
            Self::TestCase => "project test-case",
            Self::ProjectIntegration => "project integration",
            Self::FimProfile => "fim profile",
            Self::Event => "fim event",
            Self::FimIncident => "fim incident",
            Self::FimRule => "fim rule",
            Self::FimReport => "fim report",
            Self::ReportRule => "fim report-rule",
            other => other.as_str(),
        }
    }

    /// Whether its objects go by their number: they have no name of their own, or share it with others.
    pub const fn goes_by_number(self) -> bool {
        matches!(self, Self::Ticket | Self::Scan | Self::Mail | Self::Event | Self::FimIncident) || self.is_work()
    }

    /// Whether it is work in a project (PRJ-4): its objects have a name there at most, and the project decides about them.
    pub const fn is_work(self) -> bool {
        matches!(
            self,
            Self::ProjectProfile | Self::ProjectScan | Self::Result | Self::TestCase | Self::ProjectIntegration
        )
    }

    /// The word by which it is kept in the log. Monitoring was there first and has the short words; entries never change.
    pub const fn stored(self) -> &'static str {
        match self {
            Self::FimProfile => "profile",
            Self::FimIncident => "incident",
            Self::FimRule => "rule",
            Self::FimReport => "report",
            Self::Rule => "org-rule",
            Self::Report => "host-report",
            other => other.as_str(),
        }
    }

    /// The kind that the log keeps by that word.
    pub fn from_stored(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|kind| kind.stored() == word).copied()
    }

    /// The kind of that word, as typed; what only monitoring has may be named by its short word, and so may all that it has
    /// where monitoring is spoken of.
    pub fn typed(word: &str, of_monitoring: bool) -> Result<Self> {
        let short = Self::ALL.iter().find(|kind| kind.stored() == fold(word)).copied();
        match short.filter(|kind| of_monitoring || !Self::WORDS.contains(&kind.stored())) {
            Some(kind) => Ok(kind),
            None => word.parse(),
        }
    }

    /// Whether a word names a kind as it is typed.
    pub fn is_typed(word: &str) -> bool {
        let folded = fold(word);
        Self::ALL.iter().any(|kind| kind.as_str() == folded || kind.stored() == folded)
    }

    /// Several of the kind as a person calls them.
    pub fn plural(self) -> String {
        match self {
            Self::RemediationPolicy => "remediation policies".to_owned(),
            Self::ProjectScan => "scans of a project".to_owned(),
            Self::ProjectIntegration => "integrations of a project".to_owned(),
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
            Self::Report => "REP-1",
            Self::Engine | Self::Rule | Self::Requirement | Self::Integration => "ORG-1",
            Self::ProjectProfile | Self::ProjectScan | Self::Result | Self::TestCase | Self::ProjectIntegration => {
                "PRJ-4"
            }
            Self::FimProfile => "FIM-1",
            Self::FimRule => "FIM-9",
            Self::FimReport => "FIM-11",
            Self::ReportRule => "FIM-12",
            Self::Subscription | Self::Ticket | Self::Scan | Self::Mail | Self::Event | Self::FimIncident => "SUB-1",
        }
    }
}

/// An object touched: its kind, id and name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectRef {
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

    pub fn new(kind: ObjectKind, id: Id, name: impl Into<String>) -> Self {
        Self { kind, id, name: name.into() }
    }

    /// The object without its kind.
    pub fn named(&self) -> Named {
        Named { id: self.id, name: self.name.clone() }
    }
}

/// The kinds of things that an action is done to; none where it is done to the subscription as a whole, or to
/// something that does not exist yet.
pub const fn target_kinds(action: Action) -> &'static [ObjectKind] {
    use ObjectKind as Kind;
    match action {
        UserView | UserEdit | UserRole | UserLevel | UserGrant | UserInvite | UserPassword | UserPasswordSet
        | UserActivate | UserDeactivate | UserDelete | UserSessions | UserToken | AccountInfo | AccountEdit
        | AccountActivity | AccountSignOut | AccountPassword | AccountQuestions | TagsScope | AccessCheck
        | AccessExplain | AccessList | AccessWho | AccessAssets | AccessReport | AccessDiff => &[Kind::User],
        UserAdd | BuView | BuEdit | BuDelete | BuLimit | ContactView | ContactSet | ContactEmail => &[Kind::Bu],
        BuMove => &[Kind::User],
        AssetGroupView | AssetGroupEdit | AssetGroupDelete | AssetGroupTransfer => &[Kind::AssetGroup],
        AssetGroupAssign => &[Kind::AssetGroup, Kind::User],
        AssetView | AssetEdit | AssetDelete | AssetTag | TicketAdd | FimAssetView => &[Kind::Asset],
        ReportView | ReportDownload | ReportDelete => &[Kind::Report],
        ScanLaunch | ReportAdd | HostDataPurge => &[Kind::Asset, Kind::AssetGroup],
        DomainView | DomainEdit | DomainDelete => &[Kind::Domain],
        ApplianceView | ApplianceEdit | ApplianceDelete => &[Kind::Appliance],
        ConfigView | ConfigEdit | ConfigDelete | ConfigTransfer | ScheduleView | ScheduleActivate
        | ScheduleDeactivate => &[Kind::Config],
        ScanView | ScanFinish | ScanDelete => &[Kind::Scan],
        TicketView | TicketEdit | TicketReassign | TicketClose | TicketDelete => &[Kind::Ticket],
        RemediationPolicyView | RemediationPolicyEdit | RemediationPolicyDelete => &[Kind::RemediationPolicy],
        AuthRecordView | AuthRecordEdit | AuthRecordDelete => &[Kind::AuthRecord],
        TagsView | TagsEdit | TagsDelete | TagsEvaluate => &[Kind::Tag],
        OutboxView | OutboxSend => &[Kind::Mail],
        GroupView | GroupEdit | GroupDelete | GroupAssign => &[Kind::Group],
        EngineView | EngineEdit | EngineDelete => &[Kind::Engine],
        RuleView | RuleEdit | RuleDelete => &[Kind::Rule],
        RequirementView | RequirementEdit | RequirementDelete => &[Kind::Requirement],
        IntegrationView | IntegrationEdit | IntegrationDelete => &[Kind::Integration],
        ProjectView => &[
            Kind::Project,
            Kind::ProjectProfile,
            Kind::ProjectScan,
            Kind::Result,
            Kind::TestCase,
            Kind::ProjectIntegration,
        ],
        ProjectEdit | ProjectAssign | ProjectArchive | ProjectRestore | ProjectDelete | ProjectProfileAdd
        | ProjectResultAdd | ProjectTestCaseAdd => &[Kind::Project],
        ProjectProfileEdit | ProjectProfileDelete => &[Kind::Project, Kind::ProjectProfile],
        ProjectScan => &[Kind::Project, Kind::ProjectScan],
        ProjectResultEdit | ProjectResultDelete => &[Kind::Project, Kind::Result],
        ProjectTestCaseEdit | ProjectTestCaseDelete => &[Kind::Project, Kind::TestCase],
        ProjectIntegrate => &[Kind::Project, Kind::ProjectIntegration],
        FimProfileView | FimProfileEdit | FimProfileDelete | FimProfileActivate | FimProfileDeactivate => {
            &[Kind::FimProfile]
        }
        FimEventView | FimEventIgnore => &[Kind::Event],
        FimIncidentView | FimIncidentEdit | FimIncidentDelete | FimIncidentReview | FimIncidentReopen => {
            &[Kind::FimIncident]
        }
        FimRuleView | FimRuleEdit | FimRuleDelete | FimRuleActivate | FimRuleDeactivate | FimRuleRun => {
            &[Kind::FimRule]
        }
        FimReportView | FimReportEdit | FimReportRerun | FimReportDelete | FimReportDownload => &[Kind::FimReport],
        FimReportRuleView | FimReportRuleEdit | FimReportRuleDelete | FimReportRuleClone => &[Kind::ReportRule],
        BuAdd | AssetGroupAdd | AssetAdd | DomainAdd | ApplianceAdd | ConfigAdd | ScheduleRunDue
        | RemediationPolicyAdd | AuthRecordAdd | TagsAdd | RoleView | SettingsView | SettingsEdit
        | SettingsSecurity | LogView | LogVerify | LogPrune | OpView | OpRevert | Diff | EventImport | GroupAdd
        | ProjectAdd | EngineAdd | RuleAdd | RequirementAdd | IntegrationAdd | FimProfileAdd | FimIncidentAdd
        | FimRuleAdd | FimReportAdd | FimReportRuleAdd | Init | Login | Logout | Redeem | ResetPassword | Recover
        | DbInfo | DbCheck | DbBackup | DbCopy | DbOrganisations | DbRestore | DbMigrate => &[],
    }
}
