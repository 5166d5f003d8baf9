//! What is asked before users are deleted: who gets their configurations, and whether their results are kept (DEL-2).

use crate::domain::config::ConfigKind;
use crate::domain::deletion::{ResultsAnswer, goes_to_contact};
use crate::domain::record::User;
use crate::domain::{Action, Error, Id, ObjectKind, Placement, Question, Result, Target};
use crate::service::{WriteOp, config};
use crate::store::{self, Conn};

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Request {
    pub users: Vec<String>,
    /// What becomes of scan and map results.
    pub results: Option<ResultsAnswer>,
    /// What becomes of personal configurations.
    pub configs: Option<ConfigsFate>,
}

/// What becomes of personal configurations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConfigsFate {
    /// They go with their owner.
    Delete,
    /// Somebody gets them, by login.
    To(String),
}

/// Who gets the personal configurations: somebody who stays, within the actor's reach.
pub fn receiver(op: &WriteOp<'_>, request: &Request, leaving: &[User]) -> Result<Option<User>> {
    let Some(ConfigsFate::To(login)) = &request.configs else { return Ok(None) };
    let object = op.find(ObjectKind::User, login)?;
    let user = store::user::find(op.conn, object.id)?;
    check_receiver(op, &user, leaving, &answered_kinds(op, leaving)?)?;
    Ok(Some(user))
}

/// Whether a user may receive configurations of these kinds from those who leave.
fn check_receiver(op: &WriteOp<'_>, user: &User, leaving: &[User], kinds: &[ConfigKind]) -> Result<()> {
    if leaving.iter().any(|other| other.id == user.id) {
        return Err(Error::conflict(
            "DEL-2",
            format!("`{}` is deleted as well and cannot receive anything", user.login),
        )
        .hint("name somebody who stays: `--configs-to LOGIN`"));
    }
    let target = Target::at(Placement::of_user(&op.actor, user.id, user.unit_id));
    op.authorize_at(Action::UserDelete, target, &user.login)?;
    kinds.iter().try_for_each(|kind| config::check_receiver(*kind, user))
}

/// The kinds of all configurations whose fate is asked about, in the order in which they are found.
fn answered_kinds(op: &WriteOp<'_>, leaving: &[User]) -> Result<Vec<ConfigKind>> {
    let mut kinds = Vec::new();
    for leaver in leaving {
        for brief in answered(op, leaver)? {
            if !kinds.contains(&brief.kind) {
                kinds.push(brief.kind);
            }
        }
    }
    Ok(kinds)
}

/// The configurations of a user whose fate is asked about (DEL-2, DEL-3).
pub fn answered(op: &WriteOp<'_>, user: &User) -> Result<Vec<store::config::Brief>> {
    let mut briefs = store::config::briefs_of_owner(op.conn, user.id)?;
    briefs.retain(|brief| !goes_to_contact(user.role, brief.kind, brief.global));
    Ok(briefs)
}

/// How many scans, maps and reports a user owns.
pub fn count_results(conn: &Conn, user: Id) -> Result<i64> {
    Ok(store::scan::count_of_owner(conn, user)? + store::host_report::count_of_owner(conn, user)?)
}

/// The questions that the users' things raise (DEL-2).
pub fn ask(op: &WriteOp<'_>, request: &Request, leaving: &[User]) -> Result<()> {
    let (mut results, mut configs) = (Vec::new(), Vec::new());
    for user in leaving {
        if request.results.is_none() {
            let names = [
                store::scan::titles_of_owner(op.conn, user.id)?,
                store::host_report::names_of_owner(op.conn, user.id)?,
            ];
            results.push((user.login.clone(), names.concat()));
        }
        if request.configs.is_none() {
            let names = answered(op, user)?.into_iter().map(|config| config.name).collect::<Vec<_>>();
            configs.push((user.login.clone(), names));
        }
    }
    let is_any = |owned: &[(String, Vec<String>)]| owned.iter().any(|(_, names)| !names.is_empty());
    if is_any(&results) {
        let text = "keep the users' results (scans, maps and reports), or delete them?";
        let question = Question::new("results", text, ResultsAnswer::WORDS).about_users(results);
        return Err(Error::open_question(question, "DEL-2"));
    }
    if is_any(&configs) {
        let text = "who gets the users' configurations? a login, or `delete`";
        let question = Question::new("configs-to", text, &[]).about_users(configs).choosing(receivers(op, leaving)?);
        let mut error = Error::open_question(question, "DEL-2");
        error.hints = vec!["add `--configs-to LOGIN`, or `--configs delete`".to_owned()];
        return Err(error);
    }
    Ok(())
}

/// Some who could receive the configurations: the actor, and administrators of where the first of them is.
fn receivers(op: &WriteOp<'_>, leaving: &[User]) -> Result<Vec<String>> {
    let unit = leaving.first().and_then(|user| user.unit_id);
    let administrators = store::user::administrators(op.conn, unit)?;
    let kinds = answered_kinds(op, leaving)?;
    let mut able = Vec::new();
    for id in std::iter::once(op.actor.id).chain(administrators.into_iter().map(|named| named.id)) {
        let user = store::user::find(op.conn, id)?;
        if !able.contains(&user.login) && check_receiver(op, &user, leaving, &kinds).is_ok() {
            able.push(user.login);
        }
    }
    Ok(able)
}
