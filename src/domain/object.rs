//! Kinds of objects: how they are named, what shows them, and what is done to them.

use super::action::Action::{self, *};
use super::id::{Id, Named};
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
            Self::Profile => FimProfileView,
            Self::Event => FimEventView,
            Self::Incident => FimIncidentView,
            Self::Rule => FimRuleView,
            Self::Report => FimReportView,
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
        | AccessExplain | AccessList | AccessWho | AccessAssets | AccessReport => &[Kind::User],
        UserAdd | BuView | BuEdit | BuDelete | BuLimit | ContactView | ContactSet | ContactEmail => &[Kind::Bu],
        BuMove => &[Kind::User],
        AssetGroupView | AssetGroupEdit | AssetGroupDelete | AssetGroupTransfer => &[Kind::AssetGroup],
        AssetGroupAssign => &[Kind::AssetGroup, Kind::User],
        AssetView | AssetEdit | AssetDelete | AssetTag | TicketAdd | FimAssetView => &[Kind::Asset],
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
        ProjectView | ProjectEdit | ProjectAssign | ProjectIntegrate | ProjectArchive | ProjectRestore
        | ProjectDelete | ProjectScan | ProfileEdit | ResultEdit | TestCaseEdit => &[Kind::Project],
        FimProfileView | FimProfileEdit | FimProfileDelete | FimProfileActivate | FimProfileDeactivate => {
            &[Kind::Profile]
        }
        FimEventView | FimEventIgnore => &[Kind::Event],
        FimIncidentView | FimIncidentEdit | FimIncidentDelete | FimIncidentReview | FimIncidentReopen => {
            &[Kind::Incident]
        }
        FimRuleView | FimRuleEdit | FimRuleDelete | FimRuleActivate | FimRuleDeactivate | FimRuleRun => &[Kind::Rule],
        FimReportView | FimReportEdit | FimReportRerun | FimReportDelete | FimReportDownload => &[Kind::Report],
        FimReportRuleView | FimReportRuleEdit | FimReportRuleDelete | FimReportRuleClone => &[Kind::ReportRule],
        BuAdd | AssetGroupAdd | AssetAdd | DomainAdd | ApplianceAdd | ConfigAdd | ScheduleRunDue
        | RemediationPolicyAdd | AuthRecordAdd | TagsAdd | RoleView | SettingsView | SettingsEdit
        | SettingsSecurity | LogView | LogVerify | LogPrune | EventImport | GroupAdd | ProjectAdd | EngineView
        | EngineEdit | RuleView | RuleEdit | RequirementView | RequirementEdit | IntegrationView | IntegrationEdit
        | FimProfileAdd | FimIncidentAdd | FimRuleAdd | FimReportAdd | FimReportRuleAdd | Init | Login | Logout
        | Redeem | ResetPassword | Recover | DbInfo | DbCheck | DbBackup | DbRestore | DbMigrate => &[],
    }
}
