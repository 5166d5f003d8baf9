//! Giving a user a new password: the one place that does (PASS-1 to PASS-6).

use super::credential::{NewPassword, generate};
use super::ports::Random;
use super::{contact_person, link, outbox};
use crate::domain::link::LinkEnd;
use crate::domain::mail::Facts;
use crate::domain::record::User;
use crate::domain::user::ChangeDue;
use crate::domain::{Error, Id, Key, Result, Secret, Settings, Time};
use crate::store::{self, Conn, Tx};

/// Where a new password comes from.
pub enum Choice {
    /// The user chose it.
    Chosen(Secret),
    /// It is generated, and shown once.
    Generated,
    /// None was given, and nobody can be asked.
    Missing,
}

/// A new password, hashed, and its text if it was generated.
pub struct Made {
    pub password: NewPassword,
    /// What is shown once.
    pub generated: Option<Secret>,
}

/// Makes a password out of a choice, and compares it with the user's earlier ones; before any lock.
///
/// # Errors
/// `conflict` if users may not choose (PASS-1).
pub fn make(conn: &Conn, settings: &Settings, user: &User, choice: Choice, random: &dyn Random) -> Result<Made> {
    let may_choose = settings.is_on(Key::PasswordUserDefined);
    let (clear, generated) = match choice {
        Choice::Chosen(_) if !may_choose => {
            return Err(Error::conflict("PASS-1", "passwords are generated here, not chosen")
                .hint("leave the new password out: one is generated and shown once")
                .hint("a manager can change that: `provost settings set password.user_defined=on`"));
        }
        Choice::Chosen(clear) => (clear, None),
        Choice::Missing if may_choose => return Err(Error::internal("a new password was not asked for")),
        Choice::Generated | Choice::Missing => {
            let clear = generate(settings, random)?;
            (Secret::new(clear.expose().to_owned()), Some(clear))
        }
    };
    let earlier = earlier(conn, settings, user.id)?;
    let password = NewPassword::hash(clear, random)?.compared_with(earlier)?;
    Ok(Made { password, generated })
}

/// The passwords that cannot be chosen again: the present one, and as many before it as are remembered.
pub fn earlier(conn: &Conn, settings: &Settings, user: Id) -> Result<Vec<String>> {
    store::password::last(conn, user, settings.number(Key::PasswordHistory).max(1))
}

/// Why the user must change its password before anything else, if it must (USER-4, PASS-1).
pub fn change_due(
    user: &User,
    password: Option<&store::password::Password>,
    settings: &Settings,
    now: Time,
) -> Option<ChangeDue> {
    if user.must_change_password {
        return Some(ChangeDue::Forced);
    }
    let expired = password.is_some_and(|password| settings.has_expired(password.set_at, now));
    (expired && !user.password_never_expires).then_some(ChangeDue::Expired)
}

/// Who sets the password, as the mail about it says.
pub enum SetBy<'a> {
    /// The user itself, who knows it already.
    Oneself,
    /// Somebody else, by login; the user must change it at the next sign-in (PASS-5).
    Other(&'a str),
}

/// Checks a new password and sets it: links die, sessions end but the given one, and a mail tells the user.
///
/// # Errors
/// `invalid` by PASS-1 and PASS-2.
pub fn set(
    tx: &Tx<'_>,
    now: Time,
    settings: &Settings,
    user: &User,
    new: &NewPassword,
    by: &SetBy<'_>,
    keep_session: Option<Id>,
) -> Result<()> {
    let phc = new.checked(settings, &user.login, &user.names())?;
    new.check_history(&earlier(tx, settings, user.id)?)?;
    let had_one = store::password::find(tx, user.id)?.is_some();
    store::password::upsert(tx, user.id, phc, now)?;
    store::user::set_must_change_password(tx, user.id, matches!(by, SetBy::Other(_)) && !user.api_only)?;
    link::end(tx, user.id, LinkEnd::Changed)?;
    store::session::delete_all(tx, user.id, keep_session)?;
    if had_one {
        let by = match by {
            SetBy::Oneself => user.login.clone(),
            SetBy::Other(login) => (*login).to_owned(),
        };
        let contact = contact_person::turn_to(tx, user.unit_id)?;
        outbox::queue(tx, now, user, &Facts::PasswordChanged { login: user.login.clone(), by, contact })?;
    }
    Ok(())
}
