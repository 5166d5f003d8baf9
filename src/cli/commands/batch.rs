//! `batch`

use clap::{Args, ValueHint};

use crate::cli::batch::Batch;
use crate::cli::commands::verb::Verb;
use crate::cli::context::Context;
use crate::cli::render::{Reply, Text};
use crate::domain::Result;

/// Run many commands in one transaction
///
/// Reads one command a line, without `provost`, quoted as for a shell; lines that begin with `#` are comments. All of
/// them are done in one transaction, or none: the first that fails is named with its line, and its exit code is the
/// batch's. With `--keep-going` each line is committed by itself, and exit code 10 says that some failed. With `-o json`
/// each result is an object on a line of its own. Whose access changes by all lines together is told at the end.
///
/// A line may keep its result under a name, and later lines may use what is in it: `inc := fim incident add Odd`, then
/// `fim incident edit ${inc.incident.id} --add-event 7`. Single quotes and a backslash keep `${` as it is.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost batch changes.txt\n  provost batch changes.txt --dry-run -o jsonl")]
pub struct BatchVerb {
    /// The file; `-` reads standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    file: String,
    /// Commit each line by itself, and go on after one that fails
    #[arg(long)]
    keep_going: bool,
}

impl Verb for BatchVerb {
    type Prints = Text;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let batch = Batch::read(cx, &self.file, self.keep_going)?;
        Ok(Reply::work(Box::new(move |style, out, err| batch.run(style, out, err))))
    }
}
