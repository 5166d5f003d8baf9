//! What each action is done to.

use super::action::Action::{self, *};
use super::object::ObjectKind;

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
        DomainView | DomainDelete => &[Kind::Domain],
        ApplianceView | ApplianceDelete => &[Kind::Appliance],
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
