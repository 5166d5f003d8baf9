//! The permission matrix (ROLE-7): the one table that enforcement, explanation and documentation read.

use super::action::Action::{self, *};
use super::config::ConfigKind;
use super::roles::{Level, MonitoringRole, Permission, ProjectRole, Role};
use super::settings::{Key, Settings};
use super::words::words;

words! {
    /// How far an action is held.
    Reach is "reach" {
        /// Oneself, or what one made oneself.
        Own = "own",
        /// What asset groups assign, tags cover, or one is assigned to review.
        Assigned = "assigned",
        /// One's own unit.
        Unit = "unit",
        /// The whole subscription.
        All = "all",
    }
}

/// What must be switched on beside the role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// An extended permission of the user (ROLE-4).
    Permission(Permission),
    /// A switch of the subscription (SUB-5).
    Switch(Key),
}

/// One cell: a reach, perhaps behind a gate; or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// How far the action is held; `None`: not at all.
    pub reach: Option<Reach>,
    /// What must be switched on.
    pub gate: Option<Gate>,
}

/// One row of the role table.
pub struct RoleRow {
    /// The actions of the row.
    pub actions: &'static [Action],
    /// The configuration kinds it is limited to; empty: all that no other row names.
    pub kinds: &'static [ConfigKind],
    /// One cell per role, in the order of `Role::ALL`.
    pub cells: [Cell; 8],
}

/// How a level holds an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LevelCell {
    /// Not at all.
    No,
    /// Everywhere.
    All,
    /// Everywhere, up to the actor's own privileges (ROLE-6).
    BelowCeiling,
}

const ALL: Cell = Cell { reach: Some(Reach::All), gate: None };
const UNIT: Cell = Cell { reach: Some(Reach::Unit), gate: None };
const ASGN: Cell = Cell { reach: Some(Reach::Assigned), gate: None };
const OWN: Cell = Cell { reach: Some(Reach::Own), gate: None };
const NO: Cell = Cell { reach: None, gate: None };

const fn needs(cell: Cell, permission: Permission) -> Cell {
    Cell { reach: cell.reach, gate: Some(Gate::Permission(permission)) }
}

const fn switched(cell: Cell, key: Key) -> Cell {
    Cell { reach: cell.reach, gate: Some(Gate::Switch(key)) }
}

const fn row(actions: &'static [Action], cells: [Cell; 8]) -> RoleRow {
    RoleRow { actions, kinds: &[], cells }
}

const fn row_of(actions: &'static [Action], kinds: &'static [ConfigKind], cells: [Cell; 8]) -> RoleRow {
    RoleRow { actions, kinds, cells }
}

const ADD_ASSETS: Permission = Permission::AddAssets;
const PROFILES: Permission = Permission::CreateOptionProfiles;
const PURGE: Permission = Permission::PurgeHostData;
const POLICIES: Permission = Permission::EditRemediationPolicies;
const RECORDS: Permission = Permission::EditAuthRecords;
const SCANNERS: Permission = Permission::ManageVirtualScanners;

/// The subscription roles.
#[rustfmt::skip]
pub static ROLE_ROWS: &[RoleRow] = &[
    //                                                manager user-adm unit-mgr scanner reader auditor remed. contact
    row(&[UserView],                                  [ALL,   ALL,     UNIT,    OWN,    OWN,   OWN,    OWN,   NO]),
    row(&[UserAdd, UserEdit, UserRole, UserDelete, UserInvite],
                                                      [ALL,   ALL,     UNIT,    NO,     NO,    NO,     NO,    NO]),
    row(&[UserPassword],                              [ALL,   ALL,     UNIT,    NO,     NO,    NO,     NO,    NO]),
    row(&[UserPasswordSet],                           [ALL,   NO,      NO,      NO,     NO,    NO,     NO,    NO]),
    row(&[UserLevel],                                 [ALL,   ALL,     NO,      NO,     NO,    NO,     NO,    NO]),
    row(&[UserDeactivate],                            [ALL,   NO,      NO,      NO,     NO,    NO,     NO,    NO]),
    row(&[UserActivate],                              [ALL,   ALL,     UNIT,    NO,     NO,    NO,     NO,    NO]),
    row(&[UserSessions],                              [ALL,   NO,      OWN,     OWN,    OWN,   OWN,    OWN,   NO]),
    row(&[UserGrant, UserToken],                      [ALL,   NO,      NO,      NO,     NO,    NO,     NO,    NO]),
    row(&[AccountInfo, AccountEdit, AccountActivity, AccountSignOut, AccountPassword, AccountQuestions],
                                                      [OWN,   OWN,     OWN,     OWN,    OWN,   OWN,    OWN,   NO]),
    row(&[BuView],                                    [ALL,   ALL,     UNIT,    UNIT,   UNIT,  NO,     UNIT,  NO]),
    row(&[BuAdd, BuEdit, BuMove],                     [ALL,   ALL,     NO,      NO,     NO,    NO,     NO,    NO]),
    row(&[BuDelete, BuLimit],                         [ALL,   NO,      NO,      NO,     NO,    NO,     NO,    NO]),
    row(&[ContactView],                               [ALL,   ALL,     ALL,     ALL,    ALL,   ALL,    ALL,   NO]),
    row(&[ContactSet, ContactEmail],                  [ALL,   NO,      UNIT,    NO,     NO,    NO,     NO,    NO]),
    row(&[AssetGroupView],                            [ALL,   ALL,     UNIT,    ASGN,   ASGN,  NO,     ASGN,  NO]),
    row(&[AssetGroupAdd, AssetGroupEdit, AssetGroupDelete, AssetGroupTransfer],
                                                      [ALL,   ALL,     UNIT,    OWN,    NO,    NO,     NO,    NO]),
    row(&[AssetGroupAssign],                          [ALL,   ALL,     UNIT,    NO,     NO,    NO,     NO,    NO]),
    row(&[AssetView],                                 [ALL,   NO,      UNIT,    ASGN,   ASGN,  ALL,    ASGN,  NO]),
    row(&[AssetAdd],                                  [ALL,   NO, needs(UNIT, ADD_ASSETS), NO, NO, NO, NO,    NO]),
    row(&[AssetEdit, AssetDelete, AssetTag],          [ALL,   NO,      NO,      NO,     NO,    NO,     NO,    NO]),
    row(&[DomainView, ApplianceView],                 [ALL,   NO,      UNIT,    ASGN,   ASGN,  NO,     NO,    NO]),
    row(&[DomainAdd, DomainEdit, DomainDelete],       [ALL,   NO,      NO,      NO,     NO,    NO,     NO,    NO]),
    row(&[ApplianceAdd, ApplianceEdit, ApplianceDelete],
                             [ALL, NO, needs(UNIT, SCANNERS), needs(OWN, SCANNERS),     NO,    NO,     NO,    NO]),
    row(&[ConfigView, ConfigEdit, ConfigDelete, ConfigAdd],
                                                      [ALL,   NO,      UNIT,    OWN,    OWN,   OWN,    NO,    NO]),
    row_of(&[ConfigAdd], &[ConfigKind::OptionProfile],
                             [ALL, NO, needs(UNIT, PROFILES), needs(OWN, PROFILES),     NO,    NO,     NO,    NO]),
    row_of(&[ConfigAdd, ConfigEdit], &[ConfigKind::ScheduledScan],
                                                      [ALL,   NO,      UNIT,    OWN,    NO,    NO,     NO,    NO]),
    row(&[ScheduleView, ScheduleActivate, ScheduleDeactivate],
                                                      [ALL,   NO,      UNIT,    OWN,    NO,    NO,     NO,    NO]),
    row_of(&[ConfigAdd, ConfigEdit], &[ConfigKind::ScheduledReport],
                                                      [ALL,   NO,      UNIT,    OWN,    OWN,   OWN,    NO,    NO]),
    row(&[ConfigTransfer],                            [ALL,   NO,      UNIT,    NO,     NO,    NO,     NO,    NO]),
    row(&[ScanLaunch],                                [ALL,   NO,      UNIT,    ASGN,   NO,    NO,     NO,    NO]),
    row(&[ScanView],                                  [ALL,   NO,      UNIT,    ASGN,   ASGN,  NO,     NO,    NO]),
    row(&[ScanDelete],                                [ALL,   NO,      UNIT,    OWN,    NO,    NO,     NO,    NO]),
    row(&[ReportAdd],                                 [ALL,   NO,      UNIT,    ASGN,   ASGN,  ALL,    NO,    NO]),
    row(&[ReportView, ReportDownload, ReportDelete],  [ALL,   NO,      UNIT,    OWN,    OWN,   OWN,    NO,    NO]),
    row(&[TicketView, TicketEdit],                    [ALL,   NO,      UNIT,    OWN,    OWN,   NO,     OWN,   NO]),
    row(&[TicketAdd, TicketReassign],                 [ALL,   NO,      UNIT,    NO,     NO,    NO,     NO,    NO]),
    row(&[TicketClose],  [ALL, NO, UNIT, switched(OWN, Key::TicketsUsersMayClose), switched(OWN, Key::TicketsUsersMayClose), NO, NO, NO]),
    row(&[TicketDelete], [ALL, NO, UNIT, switched(OWN, Key::TicketsUsersMayDelete), switched(OWN, Key::TicketsUsersMayDelete), NO, NO, NO]),
    row(&[RemediationPolicyView],                     [ALL,   NO,      UNIT,    NO,     NO,    NO,     NO,    NO]),
    row(&[RemediationPolicyAdd, RemediationPolicyEdit, RemediationPolicyDelete],
                                            [ALL, NO, needs(UNIT, POLICIES),    NO,     NO,    NO,     NO,    NO]),
    row(&[AuthRecordView],                            [ALL,   NO,      UNIT,    ASGN,   NO,    NO,     NO,    NO]),
    row(&[AuthRecordAdd, AuthRecordEdit, AuthRecordDelete],
                                             [ALL, NO, needs(UNIT, RECORDS),    NO,     NO,    NO,     NO,    NO]),
    row(&[HostDataPurge],    [ALL, NO, needs(UNIT, PURGE), needs(ASGN, PURGE), needs(ASGN, PURGE), NO, NO,    NO]),
    row(&[TagsView, RoleView, AccessCheck, AccessExplain, AccessList, AccessWho, AccessAssets, AccessReport, AccessDiff,
          OpRevert],
                                                      [ALL,   ALL,     ALL,     ALL,    ALL,   ALL,    ALL,   NO]),
    row(&[TagsAdd, TagsEdit, TagsDelete, TagsEvaluate],
                                                      [ALL,   NO,      NO,      NO,     NO,    NO,     NO,    NO]),
    row(&[TagsScope],                                 [ALL,   NO,      NO,      NO,     NO,    NO,     NO,    NO]),
    row(&[SettingsView],                              [ALL,   ALL,     NO,      NO,     NO,    NO,     NO,    NO]),
    row(&[OutboxView, OutboxSend],                    [ALL,   ALL,     UNIT,    NO,     NO,    NO,     NO,    NO]),
    row(&[SettingsEdit, SettingsSecurity, ScheduleRunDue, ScanFinish, LogPrune, LogVerify, EventImport],
                                                      [ALL,   NO,      NO,      NO,     NO,    NO,     NO,    NO]),
    row(&[LogView, OpView, Diff],                     [ALL,   OWN,     UNIT,    OWN,    OWN,   OWN,    OWN,   NO]),
];

use LevelCell::{All, BelowCeiling, No};

/// The administrative levels, on top of the role: default, viewer, manager, admin.
#[rustfmt::skip]
pub static LEVEL_ROWS: &[(&[Action], [LevelCell; 4])] = &[
    (&[UserView, BuView, GroupView, ProjectView, SettingsView, EngineView, RuleView, RequirementView, IntegrationView],
        [No, All, All, All]),
    (&[UserAdd, UserEdit, UserRole, UserLevel, UserInvite, OutboxView, OutboxSend],
        [No, No, BelowCeiling, BelowCeiling]),
    (&[UserDelete, UserDeactivate, UserActivate, UserPassword, UserPasswordSet, UserSessions, UserToken],
        [No, No, No, BelowCeiling]),
    (&[GroupAdd, GroupEdit, GroupDelete, GroupAssign],
        [No, No, BelowCeiling, BelowCeiling]),
    (&[SettingsEdit, EngineAdd, EngineEdit, EngineDelete, RuleAdd, RuleEdit, RuleDelete, RequirementAdd, RequirementEdit,
       RequirementDelete, IntegrationAdd, IntegrationEdit, IntegrationDelete],
        [No, No, All, All]),
    (&[SettingsSecurity, LogView, OpView, Diff],
        [No, No, No, All]),
    (&[ProjectAdd, ProjectEdit, ProjectAssign, ProjectIntegrate, ProjectArchive, ProjectRestore, ProjectDelete,
       ProjectScan, ProjectProfileAdd, ProjectProfileEdit, ProjectProfileDelete, ProjectResultAdd, ProjectResultEdit,
       ProjectResultDelete, ProjectTestCaseAdd, ProjectTestCaseEdit, ProjectTestCaseDelete],
        [No, No, No, All]),
];

/// The project roles: the lowest that holds each action.
#[rustfmt::skip]
pub static PROJECT_ROWS: &[(&[Action], ProjectRole)] = &[
    (&[ProjectView, RuleView, RequirementView], ProjectRole::Viewer),
    (&[ProjectEdit, ProjectScan, ProjectProfileAdd, ProjectProfileEdit, ProjectProfileDelete, ProjectResultAdd, ProjectResultEdit,
       ProjectResultDelete, ProjectTestCaseAdd, ProjectTestCaseEdit, ProjectTestCaseDelete], ProjectRole::Engineer),
    (&[ProjectAssign, ProjectIntegrate, ProjectArchive, ProjectRestore, ProjectDelete], ProjectRole::Admin),
];

/// The monitoring roles: the lowest that holds each action.
#[rustfmt::skip]
pub static MONITORING_ROWS: &[(&[Action], MonitoringRole)] = &[
    (&[FimAssetView, FimProfileView, FimEventView, FimIncidentView, FimRuleView, FimReportView, FimReportRuleView, FimReportDownload],
        MonitoringRole::Auditor),
    (&[FimProfileAdd, FimProfileEdit, FimIncidentAdd, FimIncidentEdit, FimRuleAdd, FimRuleEdit, FimReportAdd, FimReportRuleAdd,
       FimReportEdit, FimReportRerun, FimReportDelete, FimReportRuleEdit, FimReportRuleDelete, FimReportRuleClone],
        MonitoringRole::Author),
    (&[FimEventIgnore, FimIncidentReview, FimIncidentReopen, FimProfileActivate, FimProfileDeactivate,
       FimRuleActivate, FimRuleDeactivate, FimRuleRun],
        MonitoringRole::Analyst),
    (&[FimProfileDelete, FimIncidentDelete, FimRuleDelete],
        MonitoringRole::Manager),
];

/// What ties a user that is no manager to the things it works on in monitoring (section 11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tie {
    /// Nothing: the thing is new.
    New,
    /// Its tags are in scope (SCOPE-2, FIM-1 to FIM-3).
    InScope,
    /// The user made it.
    Made,
    /// The user made it or is assigned to review it.
    MadeOrReviews,
    /// The user is assigned to review it.
    Reviews,
}

impl Tie {
    /// How far an action with this tie is held.
    pub const fn reach(self) -> Reach {
        match self {
            Self::New => Reach::All,
            Self::InScope | Self::MadeOrReviews | Self::Reviews => Reach::Assigned,
            Self::Made => Reach::Own,
        }
    }
}

#[rustfmt::skip]
pub static MONITORING_TIES: &[(&[Action], Tie)] = &[
    (&[FimProfileAdd, FimIncidentAdd, FimRuleAdd, FimReportAdd, FimReportRuleAdd], Tie::New),
    (&[FimAssetView, FimEventView, FimEventIgnore, FimProfileView, FimProfileEdit, FimProfileDelete, FimProfileActivate,
       FimProfileDeactivate],
        Tie::InScope),
    (&[FimIncidentEdit, FimReportView, FimReportEdit, FimReportRerun, FimReportDelete, FimReportDownload, FimReportRuleView,
       FimReportRuleEdit, FimReportRuleDelete, FimReportRuleClone],
        Tie::Made),
    (&[FimIncidentView, FimRuleView, FimRuleEdit, FimRuleActivate, FimRuleDeactivate, FimRuleRun], Tie::MadeOrReviews),
    (&[FimIncidentReview, FimIncidentReopen, FimIncidentDelete, FimRuleDelete], Tie::Reviews),
];

/// What ties whoever does the action, but a manager, to the thing it is done to; none outside monitoring.
pub fn tie(action: Action) -> Option<Tie> {
    lowest(MONITORING_TIES, action)
}

/// The role's cell; the row that names the configuration kind wins over the general one.
pub fn role_cell(role: Role, action: Action, kind: Option<ConfigKind>) -> Cell {
    let rows = || ROLE_ROWS.iter().filter(|row| row.actions.contains(&action));
    rows()
        .find(|row| kind.is_some_and(|kind| row.kinds.contains(&kind)))
        .or_else(|| rows().find(|row| row.kinds.is_empty()))
        .and_then(|row| row.cells.get(role as usize))
        .copied()
        .unwrap_or(NO)
}

impl ConfigKind {
    /// Whether a user of that role may own one. An extended permission is asked for when one is
    /// made, not while one is held.
    pub fn fits(self, role: Role) -> bool {
        role_cell(role, ConfigAdd, Some(self)).reach.is_some()
    }
}

/// The level's cell.
pub fn level_cell(level: Level, action: Action) -> LevelCell {
    LEVEL_ROWS
        .iter()
        .find(|(actions, _)| actions.contains(&action))
        .and_then(|(_, cells)| cells.get(level as usize))
        .copied()
        .unwrap_or(No)
}

fn lowest<R: Copy>(rows: &[(&[Action], R)], action: Action) -> Option<R> {
    rows.iter().find(|(actions, _)| actions.contains(&action)).map(|(_, lowest)| *lowest)
}

/// The actions that only a switch of the subscription leaves to a role, as the settings are.
pub fn switched_on(role: Role, settings: &Settings) -> Vec<Action> {
    let is_open = |row: &&RoleRow| match row.cells.get(role as usize).and_then(|cell| cell.gate) {
        Some(Gate::Switch(key)) => settings.is_on(key),
        _ => false,
    };
    ROLE_ROWS.iter().filter(is_open).flat_map(|row| row.actions).copied().collect()
}

/// The lowest project role that holds the action inside its project.
pub fn project_role_for(action: Action) -> Option<ProjectRole> {
    lowest(PROJECT_ROWS, action)
}

/// The lowest monitoring role that holds the action.
pub fn monitoring_role_for(action: Action) -> Option<MonitoringRole> {
    lowest(MONITORING_ROWS, action)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn general_rows(action: Action) -> usize {
        let roles = ROLE_ROWS.iter().filter(|row| row.kinds.is_empty() && row.actions.contains(&action)).count();
        let levels = LEVEL_ROWS.iter().filter(|(actions, _)| actions.contains(&action)).count();
        assert!(roles <= 1 && levels <= 1, "{action} stands in two rows");
        roles
            + levels
            + usize::from(project_role_for(action).is_some())
            + usize::from(monitoring_role_for(action).is_some())
    }

    #[test]
    fn every_action_is_in_the_tables_and_in_each_at_most_once() {
        for action in Action::ALL {
            assert_eq!(general_rows(*action) == 0, action.is_open(), "{action}");
        }
    }

    #[test]
    fn every_monitoring_action_has_a_tie() {
        for action in Action::ALL {
            assert_eq!(tie(*action).is_some(), action.is_monitoring(), "{action}");
            assert_eq!(monitoring_role_for(*action).is_some(), action.is_monitoring(), "{action}");
        }
    }

    #[test]
    fn a_cell_with_a_permission_is_for_a_role_that_can_hold_it() {
        for row in ROLE_ROWS {
            for (role, cell) in Role::ALL.iter().zip(row.cells) {
                if let Some(Gate::Permission(permission)) = cell.gate {
                    assert!(permission.fits(*role), "{permission} {role}");
                }
            }
        }
    }

    #[test]
    fn the_kind_of_a_configuration_decides_its_row() {
        let add = |role, kind| role_cell(role, ConfigAdd, Some(kind)).reach;
        assert_eq!(add(Role::Reader, ConfigKind::OptionProfile), None);
        assert_eq!(add(Role::Reader, ConfigKind::ScheduledScan), None);
        assert_eq!(add(Role::Reader, ConfigKind::ScheduledReport), Some(Reach::Own));
        assert_eq!(add(Role::Auditor, ConfigKind::SearchList), Some(Reach::Own));
        assert_eq!(role_cell(Role::Reader, ConfigEdit, Some(ConfigKind::ScheduledScan)).reach, None);
        assert_eq!(role_cell(Role::Reader, ConfigEdit, Some(ConfigKind::SearchList)).reach, Some(Reach::Own));
    }
}
