//! What may have changed somebody's access, as it is written down: the store notes it, and who gains and loses what by it
//! is worked out when the operation ends (ACC-5).

use super::id::Id;

/// Something that decides about access, and that a statement has written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    /// An account's own row: role, level, monitoring role, status, unit.
    Account(Id),
    /// The permissions of an account.
    Permissions(Id),
    /// The place of a user in some group.
    Membership(Id),
    /// What a group lends, or that it is gone.
    Group(Id),
    /// The role of a user in some project.
    UserInProject(Id),
    /// The role of a group in some project.
    GroupInProject(Id),
    /// A project: its state, or that it is gone.
    Project(Id),
    /// The asset groups assigned to a user, or the appliances it owns.
    Assignment(Id),
    /// What an asset group holds, whose it is, which units it is linked to; or that it is gone.
    AssetGroup(Id),
    /// A domain that is gone.
    Domain(Id),
    /// An appliance that is gone.
    Appliance(Id),
    /// An asset that is gone.
    Asset(Id),
    /// The tags of an asset.
    Marks(Id),
    /// The tag scope of a user.
    Scope(Id),
    /// The place of a tag in the tree, or that it is gone.
    Tag(Id),
    /// A setting.
    Setting,
}

impl Touch {
    /// What of the users concerned it can change.
    pub const fn aspects(self) -> Aspects {
        match self {
            Self::Account(_) => Aspects::OWN,
            Self::Permissions(_) => Aspects::ACCOUNT,
            Self::Membership(_) | Self::Group(_) => Aspects::LEVEL,
            Self::UserInProject(_) | Self::GroupInProject(_) | Self::Project(_) => Aspects::PROJECTS,
            Self::Assignment(_) | Self::AssetGroup(_) | Self::Domain(_) | Self::Appliance(_) => Aspects::REACH,
            Self::Scope(_) | Self::Tag(_) => Aspects::SCOPE,
            Self::Setting => Aspects::SWITCHES,
            Self::Asset(_) | Self::Marks(_) => Aspects::NONE,
        }
    }
}

/// What of a user's access a touch can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Aspects(u8);

impl Aspects {
    /// Nothing that the account itself has.
    pub const NONE: Self = Self(0);
    /// What stands on the account: role, unit, monitoring role, status, permissions.
    pub const ACCOUNT: Self = Self(1);
    /// The effective level, and roles in projects.
    pub const LEVEL: Self = Self(2 | 4);
    /// Roles in projects.
    pub const PROJECTS: Self = Self(4);
    /// What is reached by asset groups (AG-2).
    pub const REACH: Self = Self(8);
    /// What the tag scope covers (SCOPE-2).
    pub const SCOPE: Self = Self(16);
    /// Actions that a switch of the subscription opens.
    pub const SWITCHES: Self = Self(32);
    /// All that an account's own row can change.
    pub const OWN: Self = Self(Self::ACCOUNT.0 | Self::LEVEL.0 | Self::PROJECTS.0 | Self::REACH.0 | Self::SCOPE.0);

    /// Whether these are among them.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Adds others.
    pub const fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }
}
