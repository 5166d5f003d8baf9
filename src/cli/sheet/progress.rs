//! How far long work has come.

use std::fmt::Write;
use std::time::Duration;

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::cli::context::Context;

/// How many rows pass between two looks at the time.
const STRIDE: u64 = 64;
/// Work that is done sooner shows no progress.
const PATIENCE: Duration = Duration::from_secs(1);

/// A line on standard error that counts, once the work has lasted for a second, where a person looks on.
pub struct Progress {
    bar: ProgressBar,
    is_watched: bool,
}

/// How fast it goes, in whole numbers.
fn rate(state: &ProgressState, out: &mut dyn Write) {
    // A line that cannot be drawn is drawn next time.
    let _ = write!(out, "{}/s", HumanCount(state.per_sec() as u64));
}

impl Progress {
    /// Begins to count.
    pub fn begin(cx: &Context<'_>, what: &'static str) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {human_pos} {msg}, {rate}") {
            bar.set_style(style.with_key("rate", rate));
        }
        bar.set_message(what);
        Self { bar, is_watched: cx.terminal.stderr && !cx.globals.quiet && !cx.prints_data() }
    }

    pub fn advance(&self, count: usize) {
        self.bar.inc(count as u64);
        let is_due = self.is_watched && self.bar.position().is_multiple_of(STRIDE) && self.bar.is_hidden();
        if is_due && self.bar.elapsed() > PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// What the work came to: `X of Y rows, n/s`.
    pub fn statistics(&self, done: usize, all: usize) -> String {
        let milliseconds = self.bar.elapsed().as_millis().max(1);
        let rate = all as u128 * 1000 / milliseconds;
        let rate = HumanCount(u64::try_from(rate).unwrap_or(u64::MAX));
        format!("{} of {} rows, {rate}/s", HumanCount(done as u64), HumanCount(all as u64))
    }

    /// Begins anew, as before a second run.
    pub fn restart(&self) {
        self.bar.reset();
        self.bar.set_draw_target(ProgressDrawTarget::hidden());
    }

    /// Takes the line away.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}
