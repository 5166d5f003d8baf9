//! What people type to name an object that exists: which one it is, the workflow finds out (ROLE-8).

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use serde::Serialize;

use super::error::{Error, Result};

/// Declares kinds of text that is judged only where it is used.
macro_rules! references {
    ($($(#[$meta:meta])+ $Name:ident),+ $(,)?) => {
        $(
            $(#[$meta])+
            #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
            #[serde(transparent)]
            pub struct $Name(String);

            impl FromStr for $Name {
                type Err = Error;
                fn from_str(typed: &str) -> Result<Self> {
                    Ok(Self(typed.to_owned()))
                }
            }

            impl Deref for $Name {
                type Target = str;
                fn deref(&self) -> &str {
                    &self.0
                }
            }

            impl fmt::Display for $Name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(&self.0)
                }
            }

            impl $Name {
                /// The text as typed.
                pub fn as_str(&self) -> &str {
                    &self.0
                }
            }

            impl From<$Name> for String {
                fn from(name: $Name) -> Self {
                    name.0
                }
            }
        )+
    };
}

/// Several of them as text.
pub fn texts(references: Vec<impl Into<String>>) -> Vec<String> {
    references.into_iter().map(Into::into).collect()
}

/// Hands the references to objects to another macro, each with the kind that it names.
macro_rules! for_each_reference {
    ($then:path) => {
        $then! {
            UserRef => User,
            UnitRef => Bu,
            AssetGroupRef => AssetGroup,
            GroupRef => Group,
            AssetRef => Asset,
            DomainRef => Domain,
            ApplianceRef => Appliance,
            ConfigRef => Config,
            TagRef => Tag,
            ProjectRef => Project,
            RemediationPolicyRef => RemediationPolicy,
            AuthRecordRef => AuthRecord,
            EngineRef => Engine,
            RuleRef => Rule,
            RequirementRef => Requirement,
            ReportRef => Report,
            IntegrationRef => Integration,
            ProjectProfileRef => ProjectProfile,
            ProjectScanRef => ProjectScan,
            ResultRef => Result,
            TestCaseRef => TestCase,
            ProjectIntegrationRef => ProjectIntegration,
            FimProfileRef => FimProfile,
            FimReportRef => FimReport,
            ReportRuleRef => ReportRule,
            FimRuleRef => FimRule,
            ScanRef => Scan,
            TicketRef => Ticket,
            MailRef => Mail,
            FimIncidentRef => FimIncident,
            EventRef => Event,
        }
    };
}
pub(crate) use for_each_reference;

macro_rules! objects {
    ($($Name:ident => $kind:ident),+ $(,)?) => {
        references! { $(#[doc = concat!("What names an object of the kind `", stringify!($kind), "`.")] $Name),+ }
    };
}
for_each_reference!(objects);

references! {
    /// An action, such as `scan.launch`.
    ActionWord,
    /// An object with its kind before it, such as `asset:10.0.0.7`.
    ObjectWord,
    /// An operation, or any of its log entries.
    OperationRef,
    /// Something that may be lent: a role, level, permission.
    RoleWord,
    /// An edition of the subscription.
    EditionWord,
    /// That something is to be deleted.
    DeleteWord,
    /// A setting with its value, `KEY=VALUE`.
    SettingWord,
    /// A word of a command of the program.
    CommandWord,
}
