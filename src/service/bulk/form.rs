//! The kinds of rows: their columns, and how they are taken in and written.

use serde_json::Value;

use super::intake::Intake;
use super::kinds;
use super::settled::Settled;
use crate::domain::record::*;
use crate::domain::sheet::{Flaw, Layout, Row, SheetColumn};
use crate::domain::words::{fold, unlisted, words};
use crate::domain::{Action, ObjectKind, ObjectRef, Result};
use crate::service::Op;
use crate::service::settings::Setting;
use crate::store::listing::{Column, Listed};

words! {
    /// A kind of rows.
    BulkKind is "kind of rows" {
        Tags = "tags",
        Domains = "domains",
        Bus = "bus",
        Users = "users",
        Assets = "assets",
        Appliances = "appliances",
        AssetGroups = "asset-groups",
        Configs = "configs",
        Tickets = "tickets",
        Groups = "groups",
        Projects = "projects",
        Engines = "engines",
        Rules = "rules",
        Requirements = "requirements",
        Integrations = "integrations",
        ProjectProfiles = "project-profiles",
        ProjectScans = "project-scans",
        Results = "results",
        TestCases = "test-cases",
        ProjectIntegrations = "project-integrations",
        RemediationPolicies = "remediation-policies",
        AuthRecords = "auth-records",
        Events = "events",
        Settings = "settings",
        EmailContacts = "email-contacts",
        Scans = "scans",
        Reports = "reports",
        FimProfiles = "fim-profiles",
        FimRules = "fim-rules",
        FimIncidents = "fim-incidents",
        FimReportRules = "fim-report-rules",
        FimReports = "fim-reports",
    }
}

impl BulkKind {
    /// The kind of that name, plural or singular.
    ///
    /// # Errors
    /// `invalid`, with the nearest and all of them.
    pub fn find(typed: &str) -> Result<Self> {
        let typed_folded = fold(typed);
        let fits = |kind: &&Self| {
            let plural = kind.as_str();
            let singular = plural
                .strip_suffix("ies")
                .map_or_else(|| plural.trim_end_matches('s').into(), |stem| format!("{stem}y"));
            typed_folded == plural || typed_folded == singular
        };
        Self::ALL.iter().find(fits).copied().ok_or_else(|| unlisted("kind of rows", typed, Self::WORDS))
    }

    /// The error where no kind is named.
    pub fn missing() -> crate::domain::Error {
        unlisted("kind of rows", "", Self::WORDS)
    }

    /// The actions of what its rows may do; whoever holds none of them imports none (ROLE-11).
    pub fn actions(self) -> Vec<Action> {
        let form = self.form();
        [form.add, form.edit].iter().chain(form.others).copied().collect()
    }

    /// How cells of its files stand for columns; what its list prints beside them is not read.
    pub fn layout(self) -> Layout {
        Layout::new(self.form().columns).beside(self.listed().iter().map(|column| column.key.name))
    }

    /// The keys of its list, where it has one.
    const fn listed(self) -> &'static [Column] {
        match self {
            Self::Tags => Tag::COLUMNS,
            Self::Domains => Domain::COLUMNS,
            Self::Bus => Unit::COLUMNS,
            Self::Users => User::COLUMNS,
            Self::Assets => Asset::COLUMNS,
            Self::Appliances => Appliance::COLUMNS,
            Self::AssetGroups => AssetGroup::COLUMNS,
            Self::Configs => Config::COLUMNS,
            Self::Tickets => Ticket::COLUMNS,
            Self::Groups => Group::COLUMNS,
            Self::Projects => Project::COLUMNS,
            Self::Engines => Engine::COLUMNS,
            Self::Rules => Rule::COLUMNS,
            Self::Requirements => Requirement::COLUMNS,
            Self::Integrations => Integration::COLUMNS,
            Self::ProjectProfiles => ProjectProfile::COLUMNS,
            Self::ProjectScans => ProjectScan::COLUMNS,
            Self::Results => ProjectResult::COLUMNS,
            Self::TestCases => TestCase::COLUMNS,
            Self::ProjectIntegrations => ProjectIntegration::COLUMNS,
            Self::RemediationPolicies => RemediationPolicy::COLUMNS,
            Self::AuthRecords => AuthRecord::COLUMNS,
            Self::Events => Event::COLUMNS,
            Self::Settings => Setting::COLUMNS,
            Self::EmailContacts => &[],
            Self::Scans => Scan::COLUMNS,
            Self::Reports => HostReport::COLUMNS,
            Self::FimProfiles => Profile::COLUMNS,
            Self::FimRules => CorrelationRule::COLUMNS,
            Self::FimIncidents => Incident::COLUMNS,
            Self::FimReportRules => ReportRule::COLUMNS,
            Self::FimReports => Report::COLUMNS,
        }
    }

    /// Its columns and how it is taken in and written.
    pub const fn form(self) -> &'static RowForm {
        match self {
            Self::Tags => &kinds::tag::FORM,
            Self::Domains => &kinds::domain::FORM,
            Self::Bus => &kinds::unit::FORM,
            Self::Users => &kinds::user::FORM,
            Self::Assets => &kinds::asset::FORM,
            Self::Appliances => &kinds::appliance::FORM,
            Self::AssetGroups => &kinds::asset_group::FORM,
            Self::Configs => &kinds::config::FORM,
            Self::Tickets => &kinds::ticket::FORM,
            Self::Groups => &kinds::group::FORM,
            Self::Projects => &kinds::project::FORM,
            Self::Engines => &kinds::register::ENGINES,
            Self::Rules => &kinds::register::RULES_FORM,
            Self::Requirements => &kinds::register::REQUIREMENTS,
            Self::Integrations => &kinds::register::INTEGRATIONS,
            Self::ProjectProfiles => &kinds::project_work::PROFILES,
            Self::ProjectScans => &kinds::project_work::SCANS,
            Self::Results => &kinds::project_work::RESULTS,
            Self::TestCases => &kinds::project_work::TEST_CASES,
            Self::ProjectIntegrations => &kinds::project_work::INTEGRATIONS,
            Self::RemediationPolicies => &kinds::remediation_policy::FORM,
            Self::AuthRecords => &kinds::auth_record::FORM,
            Self::Events => &kinds::event::FORM,
            Self::Settings => &kinds::setting::FORM,
            Self::EmailContacts => &kinds::email_contact::FORM,
            Self::Scans => &kinds::scan::FORM,
            Self::Reports => &kinds::report::FORM,
            Self::FimProfiles => &kinds::fim::PROFILES,
            Self::FimRules => &kinds::fim::RULES,
            Self::FimIncidents => &kinds::incident::FORM,
            Self::FimReportRules => &kinds::fim::REPORT_RULES,
            Self::FimReports => &kinds::fim::REPORTS,
        }
    }
}

/// The stages in which a whole subscription is taken in, each with the columns that it leaves aside: what they name
/// comes later.
pub const STAGES: &[(BulkKind, &[&str])] = &[
    (BulkKind::Settings, &[]),
    (BulkKind::Tags, &[]),
    (BulkKind::Domains, &[]),
    (BulkKind::Bus, &["primary_contact"]),
    (BulkKind::Users, &["groups", "asset_groups", "projects", "tag_scope", "status"]),
    (BulkKind::Bus, &[]),
    (BulkKind::Appliances, &[]),
    (BulkKind::AssetGroups, &[]),
    (BulkKind::Assets, &[]),
    (BulkKind::Users, &["groups", "projects", "tag_scope", "status"]),
    (BulkKind::Configs, &[]),
    (BulkKind::EmailContacts, &[]),
    (BulkKind::Scans, &[]),
    (BulkKind::Reports, &[]),
    (BulkKind::Tickets, &[]),
    (BulkKind::Groups, &["projects"]),
    // An archived project takes nothing: its state comes once its work is in.
    (BulkKind::Projects, &["state"]),
    (BulkKind::Groups, &[]),
    (BulkKind::Engines, &[]),
    (BulkKind::Rules, &[]),
    (BulkKind::Requirements, &[]),
    (BulkKind::Integrations, &[]),
    (BulkKind::ProjectProfiles, &[]),
    (BulkKind::ProjectScans, &[]),
    (BulkKind::Results, &[]),
    (BulkKind::TestCases, &[]),
    (BulkKind::ProjectIntegrations, &[]),
    (BulkKind::Projects, &[]),
    (BulkKind::RemediationPolicies, &[]),
    (BulkKind::AuthRecords, &[]),
    // States come last: what belongs to a deactivated user is taken in while it can have it.
    (BulkKind::Users, &[]),
    (BulkKind::Events, &[]),
    // Rules come after the events that they have seen, and before what they made.
    (BulkKind::FimProfiles, &[]),
    (BulkKind::FimRules, &[]),
    (BulkKind::FimIncidents, &[]),
    (BulkKind::FimReportRules, &[]),
    (BulkKind::FimReports, &[]),
];

/// What is gathered in the course of time: it is read from a file that describes an organisation, and not written there.
pub const GATHERED: &[BulkKind] = &[BulkKind::Events, BulkKind::Reports, BulkKind::FimIncidents, BulkKind::FimReports];

/// The keys under which the tables of each kind stand in a file that describes an organisation.
pub const TABLES: &[(&str, BulkKind)] = &[
    ("units", BulkKind::Bus),
    ("users", BulkKind::Users),
    ("tags", BulkKind::Tags),
    ("assets", BulkKind::Assets),
    ("domains", BulkKind::Domains),
    ("appliances", BulkKind::Appliances),
    ("asset_groups", BulkKind::AssetGroups),
    ("configs", BulkKind::Configs),
    ("tickets", BulkKind::Tickets),
    ("groups", BulkKind::Groups),
    ("projects", BulkKind::Projects),
    ("engines", BulkKind::Engines),
    ("rules", BulkKind::Rules),
    ("requirements", BulkKind::Requirements),
    ("integrations", BulkKind::Integrations),
    ("project_profiles", BulkKind::ProjectProfiles),
    ("project_scans", BulkKind::ProjectScans),
    ("results", BulkKind::Results),
    ("test_cases", BulkKind::TestCases),
    ("project_integrations", BulkKind::ProjectIntegrations),
    ("remediation_policies", BulkKind::RemediationPolicies),
    ("auth_records", BulkKind::AuthRecords),
    ("email_contacts", BulkKind::EmailContacts),
    ("scans", BulkKind::Scans),
    ("fim_profiles", BulkKind::FimProfiles),
    ("fim_rules", BulkKind::FimRules),
    ("fim_report_rules", BulkKind::FimReportRules),
    ("events", BulkKind::Events),
    ("reports", BulkKind::Reports),
    ("fim_incidents", BulkKind::FimIncidents),
    ("fim_reports", BulkKind::FimReports),
];

/// What taking a row in came to, or every mistake in it.
pub type Taken = std::result::Result<Settled, Vec<Flaw>>;

/// A row as it is written: a value for each column.
pub type Sink<'s> = &'s mut dyn FnMut(Vec<Value>) -> Result<()>;

/// A column that names other objects.
pub struct Reference {
    pub column: &'static str,
    /// What it names.
    pub kind: ObjectKind,
    /// The name in what stands there; none if that names something of another kind.
    pub name: fn(&str) -> Option<&str>,
}

pub const fn names(column: &'static str, kind: ObjectKind) -> Reference {
    Reference { column, kind, name: |text| Some(text) }
}

/// A kind of rows.
pub struct RowForm {
    /// What a row is.
    pub object: ObjectKind,
    /// The action that takes in what is new.
    pub add: Action,
    /// The action that changes what is there.
    pub edit: Action,
    /// The actions of columns that have verbs of their own.
    pub others: &'static [Action],
    pub columns: &'static [SheetColumn],
    /// Columns that name other objects, by which an unknown name is found.
    pub references: &'static [Reference],
    pub take_in: fn(&mut Intake<'_, '_>, &Row) -> Taken,
    /// What the row of one object says, as far as the actor may view it.
    pub present: fn(&Op<'_>, &ObjectRef) -> Result<Vec<Value>>,
    /// Writes every row that the actor may view, in an order that does not change.
    pub export: fn(&Op<'_>, Sink<'_>) -> Result<()>,
    /// What is left to do once so many are new.
    pub conclude: Option<fn(&mut Intake<'_, '_>, usize) -> Result<()>>,
}

impl RowForm {
    /// The column that tells things of the kind apart, alone or first of several.
    pub fn naming(&self) -> &'static str {
        self.columns.first().map_or("", |first| first.name)
    }

    /// Whether that column alone tells them apart.
    pub const fn goes_by_name(&self) -> bool {
        !self.object.goes_by_number()
            && !matches!(
                self.object,
                ObjectKind::Config | ObjectKind::Report | ObjectKind::FimReport | ObjectKind::ReportRule
            )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_taken_in_whole_and_stands_in_a_description() {
        for kind in BulkKind::ALL {
            let last = STAGES.iter().rfind(|(staged, _)| staged == kind);
            assert!(last.is_some_and(|(_, aside)| aside.is_empty()), "{kind}: its last stage takes in every column");
            let is_described = TABLES.iter().any(|(_, table)| table == kind);
            // Settings have a section of their own.
            assert_eq!(is_described, *kind != BulkKind::Settings, "{kind}");
        }
    }
}
