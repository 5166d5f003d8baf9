//! Answering as if something had been done: the commands run within a transaction that is never committed (ACC-4).

use super::context::Context;
use super::nested;
use super::render::{Listing, Output, Reply, Rows, Tabular};
use super::shell_line::split;
use crate::domain::text::printable;
use crate::domain::{Action, Error, Kind, Result};
use crate::service::Op;
use crate::service::app::Within;
use crate::service::listing::{Request, Sink};
use crate::store::OpenMode;

impl Context<'_> {
    /// Reads as if the given commands had been run, with the actor's own rights.
    pub fn read_assuming<T>(
        &self,
        assumptions: &[String],
        action: Action,
        workflow: impl FnOnce(&Op<'_>) -> Result<T>,
    ) -> Result<T> {
        if assumptions.is_empty() {
            return self.app.read(action, workflow);
        }
        // Whoever may not ask learns it before anything is tried.
        self.app.read(action, |_| Ok(()))?;
        let conn = self.app.open(OpenMode::Write)?;
        let transaction = conn.begin_write()?;
        let within = Within::new(&conn, false);
        for line in assumptions {
            self.assume(line, &within).map_err(|error| error.hint(format!("it was assumed: `{}`", printable(line))))?;
        }
        let answer = self.app_within(Some(&within), None).read(action, workflow);
        drop(transaction);
        answer
    }

    /// A list that is read as if the given commands had been run.
    pub fn list_assuming<'c, T: serde::Serialize + Tabular>(
        &'c self,
        assumptions: Vec<String>,
        action: Action,
        request: Request,
        rows: impl FnOnce(&Op<'_>, &Request, Sink<'_, T>) -> Result<()> + 'c,
    ) -> Reply<'c, Rows<T>> {
        Reply::list(Listing::new::<T>(request, move |request, sink| {
            if assumptions.is_empty() {
                return self.app.read(action, |op| rows(op, request, sink));
            }
            // Whoever reads slowly must not keep others from writing: the rows go out once the lock is given back.
            let mut kept = Vec::new();
            self.read_assuming(&assumptions, action, |op| {
                rows(op, request, &mut |row| {
                    kept.push(row);
                    Ok(())
                })
            })?;
            kept.into_iter().try_for_each(sink)
        }))
    }

    /// Runs one command within the transaction, and prints nothing of what it says.
    pub(super) fn assume(&self, line: &str, within: &Within<'_>) -> Result<()> {
        let mut cli = nested::parse(&split(line)?)
            .map_err(|error| if error.kind == Kind::Usage { error.rule("ACC-4") } else { error })?;
        cli.globals.yes = true;
        cli.globals.dry_run = false;
        cli.globals.fields.clear();
        let (mut stdin, mut stderr) = (std::io::empty(), std::io::sink());
        let inner = self.nested(Some(within), cli.globals, &mut stdin, &mut stderr);
        match cli.command.run(&inner)? {
            Output::Change { .. } => Ok(()),
            _ => Err(Error::usage(format!("`{}` changes nothing, so it cannot be assumed", printable(line)))
                .rule("ACC-4")
                .hint("assume a change, such as `--assume 'group assign OPS ann@acme.example'`")),
        }
    }
}
