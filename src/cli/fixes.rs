//! What would turn a no into a yes: sequences of commands, each tried in a transaction that is rolled back (ACC-2).

use std::collections::BTreeSet;
use std::time::Duration;

use super::context::Context;
use crate::domain::{Action, Id, Result};
use crate::service::access::check::Question;
use crate::service::access::explain::Fix;
use crate::service::access::fix::{self, Standing};
use crate::service::app::{App, Within};
use crate::store::{Conn, OpenMode};

/// How many sequences are told.
const TOLD: usize = 5;
/// How many commands a sequence has at most.
const LONGEST: usize = 3;
/// How many commands are tried at most.
const TRIES: usize = 40;
/// How long another writer is waited for: an explanation without fixes is better than none.
const PATIENCE: Duration = Duration::from_millis(300);

impl Context<'_> {
    /// The shortest sequences that lead to a yes, and who can run them; none where nothing can be written now.
    pub fn fixes(&self, assumptions: &[String], question: &Question) -> Result<Vec<Fix>> {
        let hasty = App { wait: self.app.wait.min(PATIENCE), ..self.app_within(self.app.within, None) };
        let Ok(conn) = hasty.open(OpenMode::Write) else { return Ok(Vec::new()) };
        let Ok(transaction) = conn.begin_write() else { return Ok(Vec::new()) };
        let within = Within::new(&conn, false);
        for line in assumptions {
            self.assume(line, &within)?;
        }
        let asker = self.app_within(Some(&within), None);
        let almighty = asker.read(Action::AccessExplain, fix::almighty)?;
        let helpers = asker.read(Action::AccessExplain, |op| fix::helpers(op, &question.user))?;
        let trial = Trial { cx: self, conn: &conn, within: &within, question };
        let mut fixes = Vec::new();
        for commands in trial.search(almighty)? {
            let mut by = Vec::new();
            for helper in &helpers {
                if trial.succeeds(helper.id, &commands)? {
                    by.push(helper.name.clone());
                }
            }
            fixes.push(Fix { commands, by });
        }
        drop(transaction);
        Ok(fixes)
    }
}

/// Commands that are tried about a question.
struct Trial<'t, 'c> {
    cx: &'t Context<'c>,
    conn: &'t Conn,
    within: &'t Within<'t>,
    question: &'t Question,
}

impl Trial<'_, '_> {
    /// Goes from one command to those that the next answer proposes, all short sequences before longer ones.
    fn search(&self, almighty: Id) -> Result<Vec<Vec<String>>> {
        let mut found: Vec<Vec<String>> = Vec::new();
        let mut met: BTreeSet<BTreeSet<String>> = BTreeSet::new();
        let mut open = vec![(Vec::new(), self.standing()?.next)];
        for _ in 0..LONGEST {
            for (before, next) in std::mem::take(&mut open) {
                let part = self.conn.begin_write()?;
                if !self.run(almighty, &before) {
                    continue;
                }
                for command in next {
                    let sequence: Vec<String> = before.iter().chain([&command]).cloned().collect();
                    let is_longer = found.iter().any(|one| one.iter().all(|command| sequence.contains(command)));
                    if is_longer || !met.insert(sequence.iter().cloned().collect()) {
                        continue;
                    }
                    if found.len() == TOLD || met.len() > TRIES {
                        return Ok(found);
                    }
                    match self.after(almighty, &command)? {
                        Some(Standing { allowed: true, .. }) => found.push(sequence),
                        Some(Standing { next, .. }) => open.push((sequence, next)),
                        None => {}
                    }
                }
                drop(part);
            }
        }
        Ok(found)
    }

    /// Where the question stands after one more command; nothing if that is refused.
    fn after(&self, user: Id, command: &str) -> Result<Option<Standing>> {
        let part = self.conn.begin_write()?;
        let standing =
            if self.run(user, std::slice::from_ref(&command.to_owned())) { self.standing().ok() } else { None };
        drop(part);
        Ok(standing)
    }

    /// Whether somebody can run them all, one after the other.
    fn succeeds(&self, user: Id, commands: &[String]) -> Result<bool> {
        let part = self.conn.begin_write()?;
        let all = self.run(user, commands);
        drop(part);
        Ok(all)
    }

    fn run(&self, user: Id, commands: &[String]) -> bool {
        self.within.act_as(Some(user));
        let all = commands.iter().all(|command| self.cx.assume(command, self.within).is_ok());
        self.within.act_as(None);
        all
    }

    fn standing(&self) -> Result<Standing> {
        let asker = self.cx.app_within(Some(self.within), None);
        asker.read(Action::AccessExplain, |op| fix::standing(op, self.question))
    }
}
