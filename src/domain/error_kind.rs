//! The classes of errors, and the exit codes that follow from them.

/// The class of an error; it decides the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Grammar: an unknown verb or word, a missing argument or answer.
    Usage,
    /// A named thing does not exist, or may not be viewed.
    NotFound,
    /// A rule or existing data refuses it.
    Conflict,
    /// The actor may not.
    NotPermitted,
    /// No session, or sign-in failed.
    NotSignedIn,
    /// A malformed or unlisted value.
    Invalid,
    /// Another writer held the database for too long.
    Busy,
    /// The database cannot be used.
    Unusable,
    /// Part could not be done, and the rest stands.
    Incomplete,
    /// A defect in this program.
    Internal,
    /// Stopped by the user; nothing was written.
    Interrupted,
}

impl Kind {
    /// Every class, by exit code.
    pub const ALL: [Self; 11] = [
        Self::Usage,
        Self::NotFound,
        Self::Conflict,
        Self::NotPermitted,
        Self::NotSignedIn,
        Self::Invalid,
        Self::Busy,
        Self::Unusable,
        Self::Incomplete,
        Self::Internal,
        Self::Interrupted,
    ];

    /// What it means, for whoever reads the manual.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Usage => "the command line is wrong, or an answer is missing where nobody can be asked",
            Self::NotFound => "something that is named does not exist, or may not be viewed",
            Self::Conflict => "a rule or existing data refuses it",
            Self::NotPermitted => "whoever is signed in may not do it",
            Self::NotSignedIn => "no session, or the sign-in failed",
            Self::Invalid => "a value is malformed, in an argument or a file; every mistake is listed",
            Self::Busy => "another command held the database for too long; try again",
            Self::Unusable => "no database, an older, newer or damaged one, or a full disk",
            Self::Incomplete => "part could not be done, and the rest stands",
            Self::Internal => "a defect in provost",
            Self::Interrupted => "stopped by the user; nothing was written",
        }
    }

    /// The exit code of the process.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Usage => 2,
            Self::NotFound => 3,
            Self::Conflict => 4,
            Self::NotPermitted => 5,
            Self::NotSignedIn => 6,
            Self::Invalid => 7,
            Self::Busy => 8,
            Self::Unusable => 9,
            Self::Incomplete => 10,
            Self::Internal => 70,
            Self::Interrupted => 130,
        }
    }

    /// The stable word scripts compare with.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Usage => "usage",
            Self::NotFound => "not-found",
            Self::Conflict => "conflict",
            Self::NotPermitted => "not-permitted",
            Self::NotSignedIn => "not-signed-in",
            Self::Invalid => "invalid",
            Self::Busy => "busy",
            Self::Unusable => "unusable",
            Self::Incomplete => "incomplete",
            Self::Internal => "internal",
            Self::Interrupted => "interrupted",
        }
    }
}
