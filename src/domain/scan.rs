//! Scans, maps and reports that are launched (SCAN-1, SCHED-1).

use super::action::Action;
use super::config::ConfigKind;
use super::words::words;

words! {
    /// What is launched.
    ScanKind is "kind of scan" {
        Scan = "scan",
        Map = "map",
        Report = "report",
    }
}

words! {
    /// How far it has come. The scanning engine picks up what is queued.
    ScanState is "state of a scan" {
        Queued = "queued",
        Finished = "finished",
        Failed = "failed",
        Cancelled = "cancelled",
    }
}

impl ScanKind {
    /// What a schedule launches.
    pub const fn of_schedule(kind: ConfigKind, map: bool) -> Self {
        match (kind, map) {
            (ConfigKind::ScheduledReport, _) => Self::Report,
            (_, true) => Self::Map,
            _ => Self::Scan,
        }
    }

    /// The right that launching it takes (SCHED-1).
    pub const fn launch_action(self) -> Action {
        match self {
            Self::Report => Action::ReportAdd,
            Self::Scan | Self::Map => Action::ScanLaunch,
        }
    }
}
