//! Using a one-time link: it leads to a password once, never twice (USER-4, PASS-6).

use schemars::JsonSchema;
use serde::Serialize;

use super::attempt;
use crate::domain::link::{self, LinkEnd, LinkKind};
use crate::domain::record::User;
use crate::domain::{Action, Error, Kind, Result, Secret, Status, Time};
use crate::service::App;
use crate::service::app::{Done, conclude};
use crate::service::credential::token_hash;
use crate::service::journal::Sentence;
use crate::service::password::{self, Ask, SetBy};
use crate::store::link::Link;
use crate::store::{self, Conn, OpenMode};

/// Whose password was set.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RedeemBody {
    /// The user's login.
    pub login: String,
    /// What the link was for.
    pub kind: LinkKind,
    /// The password, if it was generated; shown once.
    pub password: Option<String>,
}

/// Sets the password that the link's user chooses, or a generated one. `new_password` is asked once the link is
/// known to work.
///
/// # Errors
/// `not-signed-in` for a dead link, with a message for each way to die; `invalid` by PASS-1 and PASS-2, which
/// leaves the link alive.
pub fn redeem(app: &App<'_>, token: &Secret, new_password: &mut Ask<'_>) -> Result<Done<RedeemBody>> {
    let conn = app.open(OpenMode::Write)?;
    let settings = store::setting::all(&conn)?;
    let hash = token_hash(token);
    let user = match usable(&conn, &hash, app.clock.now()) {
        Ok((_, user)) => user,
        Err(error) => {
            let user = store::link::find(&conn, &hash)?.map(|link| link.user);
            attempt::note_refusal(app, &conn, Action::Redeem, user, &error)?;
            return Err(error);
        }
    };
    let made = password::make(&conn, &settings, &user, new_password, app.random)?;
    let tx = conn.begin_write()?;
    let now = app.clock.now();
    // Much may have happened while the password was typed.
    let (link, user) = usable(&tx, &hash, now)?;
    let settings = store::setting::all(&tx)?;
    store::link::end(&tx, link.id, LinkEnd::Used)?;
    password::set(&tx, now, &settings, &user, &made.password, &SetBy::Oneself, None)?;
    let mut journal = attempt::journal_of(
        &user,
        Sentence::new("redeem", "redeemed", format!("the {} link of `{}`", link.kind, user.login)),
    );
    journal.notices.push(match user.status {
        Status::Locked => "the account is still locked: ask an administrator to activate it".to_owned(),
        _ => format!("now sign in: `provost login {}`", user.login),
    });
    let id = user.id;
    let body = RedeemBody {
        login: user.login,
        kind: link.kind,
        password: made.generated.map(|secret| secret.expose().to_owned()),
    };
    conclude(app, tx, Action::Redeem, Some(id), journal, body)
}

/// The link of a token and its user, if it works now.
fn usable(conn: &Conn, hash: &[u8], now: Time) -> Result<(Link, User)> {
    let link = store::link::find(conn, hash)?.ok_or_else(|| {
        Error::new(Kind::NotSignedIn, "there is no such link")
            .code("wrong-credentials")
            .rule("PASS-6")
            .hint("copy the whole token from the mail")
    })?;
    link::check(link.ended, link.expires_at, now)?;
    let user = store::user::find(conn, link.user)?;
    Ok((link, user))
}
