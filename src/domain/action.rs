//! Every action: `noun.verb` as typed, with `view` standing for list and show.

use super::words::words;

words! {
    /// What an actor does, the string of results, log, matrix and `access`.
    Action is "action" {
        UserView = "user.view",
        UserAdd = "user.add",
        UserEdit = "user.edit",
        UserRole = "user.role",
        UserLevel = "user.level",
        UserGrant = "user.grant",
        UserInvite = "user.invite",
        UserPassword = "user.password",
        UserPasswordSet = "user.password-set",
        UserActivate = "user.activate",
        UserDeactivate = "user.deactivate",
        UserDelete = "user.delete",
        UserSessions = "user.sessions",
        UserToken = "user.token",
        AccountInfo = "account.info",
        AccountEdit = "account.edit",
        AccountActivity = "account.activity",
        AccountSignOut = "account.sign-out",
        AccountPassword = "account.password",
        AccountQuestions = "account.questions",
        BuView = "bu.view",
        BuAdd = "bu.add",
        BuEdit = "bu.edit",
        BuMove = "bu.move",
        BuDelete = "bu.delete",
        BuLimit = "bu.limit",
        ContactView = "contact.view",
        ContactSet = "contact.set",
        ContactEmail = "contact.email",
        AssetGroupView = "asset-group.view",
        AssetGroupAdd = "asset-group.add",
        AssetGroupEdit = "asset-group.edit",
        AssetGroupDelete = "asset-group.delete",
        AssetGroupTransfer = "asset-group.transfer",
        AssetGroupAssign = "asset-group.assign",
        AssetView = "asset.view",
        AssetAdd = "asset.add",
        AssetEdit = "asset.edit",
        AssetDelete = "asset.delete",
        AssetTag = "asset.tag",
        DomainView = "domain.view",
        DomainAdd = "domain.add",
        DomainEdit = "domain.edit",
        DomainDelete = "domain.delete",
        ApplianceView = "appliance.view",
        ApplianceAdd = "appliance.add",
        ApplianceEdit = "appliance.edit",
        ApplianceDelete = "appliance.delete",
        ConfigView = "config.view",
        ConfigAdd = "config.add",
        ConfigEdit = "config.edit",
        ConfigDelete = "config.delete",
        ConfigTransfer = "config.transfer",
        ScheduleView = "schedule.view",
        ScheduleActivate = "schedule.activate",
        ScheduleDeactivate = "schedule.deactivate",
        ScheduleRunDue = "schedule.run-due",
        ScanLaunch = "scan.launch",
        ScanView = "scan.view",
        ScanFinish = "scan.finish",
        ScanDelete = "scan.delete",
        ReportAdd = "report.add",
        ReportView = "report.view",
        ReportDownload = "report.download",
        ReportDelete = "report.delete",
        TicketView = "ticket.view",
        TicketEdit = "ticket.edit",
        TicketAdd = "ticket.add",
        TicketReassign = "ticket.reassign",
        TicketClose = "ticket.close",
        TicketDelete = "ticket.delete",
        RemediationPolicyView = "remediation-policy.view",
        RemediationPolicyAdd = "remediation-policy.add",
        RemediationPolicyEdit = "remediation-policy.edit",
        RemediationPolicyDelete = "remediation-policy.delete",
        AuthRecordView = "auth-record.view",
        AuthRecordAdd = "auth-record.add",
        AuthRecordEdit = "auth-record.edit",
        AuthRecordDelete = "auth-record.delete",
        HostDataPurge = "host-data.purge",
        TagsView = "tags.view",
        TagsAdd = "tags.add",
        TagsEdit = "tags.edit",
        TagsDelete = "tags.delete",
        TagsEvaluate = "tags.evaluate",
        TagsScope = "tags.scope",
        RoleView = "role.view",
        AccessCheck = "access.check",
        AccessExplain = "access.explain",
        AccessList = "access.list",
        AccessWho = "access.who",
        AccessAssets = "access.assets",
        AccessReport = "access.report",
        AccessDiff = "access.diff",
        SettingsView = "settings.view",
        SettingsEdit = "settings.edit",
        SettingsSecurity = "settings.security",
        OutboxView = "outbox.view",
        OutboxSend = "outbox.send",
        LogView = "log.view",
        LogVerify = "log.verify",
        LogPrune = "log.prune",
        OpView = "op.view",
        OpRevert = "op.revert",
        Diff = "diff",
        EventImport = "event.import",
        GroupView = "group.view",
        GroupAdd = "group.add",
        GroupEdit = "group.edit",
        GroupDelete = "group.delete",
        GroupAssign = "group.assign",
        ProjectView = "project.view",
        ProjectAdd = "project.add",
        ProjectEdit = "project.edit",
        ProjectAssign = "project.assign",
        ProjectIntegrate = "project.integrate",
        ProjectArchive = "project.archive",
        ProjectRestore = "project.restore",
        ProjectDelete = "project.delete",
        ProjectScan = "project.scan",
        ProjectProfileAdd = "project.profile.add",
        ProjectProfileEdit = "project.profile.edit",
        ProjectProfileDelete = "project.profile.delete",
        ProjectResultAdd = "project.result.add",
        ProjectResultEdit = "project.result.edit",
        ProjectResultDelete = "project.result.delete",
        ProjectTestCaseAdd = "project.test-case.add",
        ProjectTestCaseEdit = "project.test-case.edit",
        ProjectTestCaseDelete = "project.test-case.delete",
        EngineView = "engine.view",
        EngineAdd = "engine.add",
        EngineEdit = "engine.edit",
        EngineDelete = "engine.delete",
        RuleView = "rule.view",
        RuleAdd = "rule.add",
        RuleEdit = "rule.edit",
        RuleDelete = "rule.delete",
        RequirementView = "requirement.view",
        RequirementAdd = "requirement.add",
        RequirementEdit = "requirement.edit",
        RequirementDelete = "requirement.delete",
        IntegrationView = "integration.view",
        IntegrationAdd = "integration.add",
        IntegrationEdit = "integration.edit",
        IntegrationDelete = "integration.delete",
        FimAssetView = "fim.asset.view",
        FimProfileView = "fim.profile.view",
        FimProfileAdd = "fim.profile.add",
        FimProfileEdit = "fim.profile.edit",
        FimProfileDelete = "fim.profile.delete",
        FimProfileActivate = "fim.profile.activate",
        FimProfileDeactivate = "fim.profile.deactivate",
        FimEventView = "fim.event.view",
        FimEventIgnore = "fim.event.ignore",
        FimIncidentView = "fim.incident.view",
        FimIncidentAdd = "fim.incident.add",
        FimIncidentEdit = "fim.incident.edit",
        FimIncidentDelete = "fim.incident.delete",
        FimIncidentReview = "fim.incident.review",
        FimIncidentReopen = "fim.incident.reopen",
        FimRuleView = "fim.rule.view",
        FimRuleAdd = "fim.rule.add",
        FimRuleEdit = "fim.rule.edit",
        FimRuleDelete = "fim.rule.delete",
        FimRuleActivate = "fim.rule.activate",
        FimRuleDeactivate = "fim.rule.deactivate",
        FimRuleRun = "fim.rule.run",
        FimReportView = "fim.report.view",
        FimReportAdd = "fim.report.add",
        FimReportEdit = "fim.report.edit",
        FimReportRerun = "fim.report.rerun",
        FimReportDelete = "fim.report.delete",
        FimReportDownload = "fim.report.download",
        FimReportRuleView = "fim.report-rule.view",
        FimReportRuleAdd = "fim.report-rule.add",
        FimReportRuleEdit = "fim.report-rule.edit",
        FimReportRuleDelete = "fim.report-rule.delete",
        FimReportRuleClone = "fim.report-rule.clone",
        Init = "init",
        Login = "login",
        Logout = "logout",
        Redeem = "redeem",
        ResetPassword = "reset-password",
        Recover = "recover",
        DbInfo = "db.info",
        DbCheck = "db.check",
        DbBackup = "db.backup",
        DbCopy = "db.copy",
        DbOrganisations = "db.organisations",
        DbRestore = "db.restore",
        DbMigrate = "db.migrate",
    }
}

impl Action {
    /// The noun: what stands before the last dot; the log's module (LOG-1).
    pub fn noun(self) -> &'static str {
        self.as_str().rsplit_once('.').map_or(self.as_str(), |(noun, _)| noun)
    }

    /// The verb: what stands after the last dot.
    pub fn verb(self) -> &'static str {
        self.as_str().rsplit_once('.').map_or(self.as_str(), |(_, verb)| verb)
    }

    /// Whether it belongs to monitoring, which the tag scope governs (SCOPE-2).
    pub fn is_monitoring(self) -> bool {
        self.as_str().starts_with("fim.")
    }

    /// Whether anybody may do it without a right: signing in and out, getting back in, what is for whoever
    /// owns the file.
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            Self::Init
                | Self::Login
                | Self::Logout
                | Self::Redeem
                | Self::ResetPassword
                | Self::Recover
                | Self::DbInfo
                | Self::DbCheck
                | Self::DbBackup
                | Self::DbCopy
                | Self::DbOrganisations
                | Self::DbRestore
                | Self::DbMigrate
        )
    }

    /// Whether it only looks at something.
    pub fn is_view(self) -> bool {
        matches!(self.verb(), "view" | "info" | "activity" | "check" | "organisations" | "diff")
            || self.noun() == "access"
    }
}
