//! Giving a user a new password: the one place that does (PASS-1 to PASS-6).

use super::credential::{NewPassword, generate};
use super::ports::Random;
use super::{contact_person, link, outbox};
use crate::domain::link::LinkEnd;
use crate::domain::mail::Facts;
use crate::domain::record::User;
use crate::domain::user::ChangeDue;
use crate::domain::{Error, Id, Key, Kind, Result, Secret, Settings, Time};
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

/// A new password that is due: by what settings, whose, and why the one before was refused, if one was.
pub struct Due<'a> {
    pub settings: &'a Settings,
    pub user: &'a User,
    pub refused: Option<Error>,
}

/// Asks for a new password; gives up with the refusal where nobody can be asked again.
pub type Ask<'f> = dyn FnMut(Due<'_>) -> Result<Choice> + 'f;

/// Asks for something until it is accepted, or whoever is asked gives up: of a value that is refused (PASS-2), it is told
/// why.
pub fn until_accepted<C, T>(
    mut ask: impl FnMut(Option<Error>) -> Result<C>,
    accept: impl Fn(C) -> Result<T>,
) -> Result<T> {
    let mut refused = None;
    loop {
        match accept(ask(refused.take())?) {
            Err(error) if error.kind == Kind::Invalid => refused = Some(error),
            done => return done,
        }
    }
}

/// A new password, hashed, and its text if it was generated.
pub struct Made {
    pub password: NewPassword,
    /// What is shown once.
    pub generated: Option<Secret>,
}

/// Makes a user's new password out of what is chosen, which follows the rules and is none of the earlier ones; before any
/// lock.
///
/// # Errors
/// `conflict` if users may not choose (PASS-1); `invalid` by PASS-1 and PASS-2.
pub fn make(conn: &Conn, settings: &Settings, user: &User, ask: &mut Ask<'_>, random: &dyn Random) -> Result<Made> {
    until_accepted(
        |refused| ask(Due { settings, user, refused }),
        |choice| {
            let (clear, generated) = chosen(settings, choice, random)?;
            Ok(Made { password: accept(conn, settings, user, clear, random)?, generated })
        },
    )
}

/// Hashes a password for a user, if it follows the rules and is none of the earlier ones.
///
/// # Errors
/// `invalid` by PASS-1 and PASS-2.
pub fn accept(
    conn: &Conn,
    settings: &Settings,
    user: &User,
    clear: Secret,
    random: &dyn Random,
) -> Result<NewPassword> {
    let earlier = earlier(conn, settings, user.id)?;
    let new = NewPassword::accepted(clear, settings, (&user.login, &user.names()), random)?;
    let new = new.compared_with(earlier.clone())?;
    new.check_history(&earlier)?;
    Ok(new)
}

/// A chosen password, or a generated one and what is shown of it.
fn chosen(settings: &Settings, choice: Choice, random: &dyn Random) -> Result<(Secret, Option<Secret>)> {
    let may_choose = settings.is_on(Key::PasswordUserDefined);
    Ok(match choice {
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
    })
}

/// The passwords that cannot be chosen again: the present one, and as many before it as are remembered.
fn earlier(conn: &Conn, settings: &Settings, user: Id) -> Result<Vec<String>> {
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
