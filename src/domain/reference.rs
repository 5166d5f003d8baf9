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

references! {
    /// A user: its login or id.
    UserRef,
    /// A business unit: its name or id.
    UnitRef,
    /// An asset group: its name or id.
    AssetGroupRef,
    /// A user group: its name or id.
    GroupRef,
    /// An asset: its address, name or id.
    AssetRef,
    /// A domain.
    DomainRef,
    /// An appliance.
    ApplianceRef,
    /// A configuration.
    ConfigRef,
    /// A tag.
    TagRef,
    /// A project.
    ProjectRef,
    /// A remediation policy.
    RemediationPolicyRef,
    /// An authentication record.
    AuthRecordRef,
    /// A monitoring profile.
    ProfileRef,
    /// A monitoring report.
    ReportRef,
    /// A rule that makes reports.
    ReportRuleRef,
    /// A correlation rule.
    RuleRef,
    /// A scan.
    ScanRef,
    /// A ticket.
    TicketRef,
    /// A mail in the outbox.
    MailRef,
    /// An incident.
    IncidentRef,
    /// An event.
    EventRef,
    /// An action, such as `scan.launch`.
    ActionWord,
    /// An object with its kind before it, such as `asset:10.0.0.7`.
    ObjectWord,
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
