//! Signing out.

use schemars::JsonSchema;
use serde::Serialize;

use super::attempt;
use crate::domain::record::Session;
use crate::domain::{Action, Result};
use crate::service::App;
use crate::service::app::{Done, Run, conclude, done};
use crate::service::credential::token_hash;
use crate::service::journal::{Journal, Sentence};
use crate::store::{self, OpenMode};

/// A session that was ended.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LogoutBody {
    /// The session, if one was open.
    pub session: Option<Session>,
}

/// Signs out: ends the session and forgets its token. Without a session nothing changes.
pub fn logout(app: &App<'_>) -> Result<Done<LogoutBody>> {
    let conn = app.open(OpenMode::Write)?;
    let tx = conn.begin_write()?;
    let subscription = store::subscription::id(&tx)?;
    let token = app.keyring.token(&subscription)?;
    let found = token.map(|token| store::session::resolve(&tx, &token_hash(&token))).transpose()?.flatten();
    let Some((actor, session)) = found else {
        app.keyring.forget(&subscription)?;
        let mut report = done(Action::Logout, Run::Real, None, Journal::default(), LogoutBody { session: None });
        report.notices.push("nobody was signed in".to_owned());
        return Ok(report);
    };
    store::session::delete(&tx, session.id)?;
    let record = store::user::find(&tx, actor.id)?;
    let journal = attempt::journal_of(&record, Sentence::new("sign out", "signed out", format!("`{}`", record.login)));
    let body = LogoutBody { session: Some(session) };
    let done = conclude(app, tx, Action::Logout, Some(actor.id), journal, body)?;
    app.keyring.forget(&subscription)?;
    Ok(done)
}
