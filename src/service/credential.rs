//! Hashing passwords and tokens (PASS-3). Slow work is done before any lock is taken.

use std::collections::HashSet;
use std::rc::Rc;
use std::sync::{Mutex, PoisonError};

use argon2::password_hash::phc::{Output, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use sha2::{Digest, Sha256};

use super::ports::Random;
use crate::domain::log::hex;
use crate::domain::secret::{check_password, is_strong};
use crate::domain::{Error, Key, Kind, Result, Secret, Settings};

/// The parameters OWASP recommends: 19 MiB, two passes, one lane.
fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| Error::internal(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// A new password, already hashed; the clear text stays until the rules have been checked.
pub struct NewPassword {
    clear: Secret,
    phc: String,
    /// Hashes of earlier passwords that it was compared with, and whether it is one of them.
    compared: Vec<String>,
    reused: bool,
    strength: Strength,
}

/// What is known of how hard new passwords are to guess (PASS-2).
#[derive(Debug, Clone, Default)]
pub enum Strength {
    /// Nothing: each is estimated when it is checked.
    #[default]
    Unknown,
    /// It is looked at later, by many at once.
    Later,
    /// These are strong, by a digest of each with what is known of its user; others are estimated when they are checked.
    Known(Rc<HashSet<[u8; 32]>>),
}

/// A new password and what is known of its user: the login, and names.
pub struct Candidate {
    /// The password.
    pub clear: Secret,
    pub login: String,
    /// First and last name.
    pub names: Vec<String>,
}

impl Strength {
    /// Estimates many passwords on all cores.
    pub fn of(candidates: &[Candidate]) -> Result<Self> {
        let shares = on_all_cores(candidates, |part| {
            let strong = part.iter().filter_map(|one| {
                let names: Vec<&str> = one.names.iter().map(String::as_str).collect();
                is_strong(&one.clear, &one.login, &names).then(|| digest(&one.clear, &one.login, &names))
            });
            Ok(strong.collect::<Vec<_>>())
        })?;
        Ok(Self::Known(Rc::new(shares.into_iter().collect())))
    }

    /// How many are known to be strong.
    pub fn known_count(&self) -> usize {
        if let Self::Known(strong) = self { strong.len() } else { 0 }
    }

    fn allows(&self, clear: &Secret, login: &str, names: &[&str]) -> bool {
        match self {
            Self::Later => true,
            Self::Known(strong) if strong.contains(&digest(clear, login, names)) => true,
            Self::Known(_) | Self::Unknown => is_strong(clear, login, names),
        }
    }
}

/// Tells a password of one user from that of another.
fn digest(clear: &Secret, login: &str, names: &[&str]) -> [u8; 32] {
    let mut digest = Sha256::new();
    for part in [clear.expose(), login].into_iter().chain(names.iter().copied()) {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    digest.finalize().into()
}

/// Works on shares of many things on all cores, and gives what came of them in order.
///
/// # Errors
/// What the work refuses; `internal` if a thread ends.
fn on_all_cores<T: Sync, R: Send>(items: &[T], work: impl Fn(&[T]) -> Result<Vec<R>> + Sync) -> Result<Vec<R>> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = items.len().div_ceil(cores).max(1);
    std::thread::scope(|scope| {
        let threads: Vec<_> = items.chunks(share).map(|part| scope.spawn(|| work(part))).collect();
        let mut results = Vec::with_capacity(items.len());
        for thread in threads {
            let share = thread.join().map_err(|_| Error::internal("a thread that works on passwords ended"))?;
            results.extend(share?);
        }
        Ok(results)
    })
}

impl NewPassword {
    /// Hashes a password.
    pub fn hash(clear: Secret, random: &dyn Random) -> Result<Self> {
        let phc = hash(&clear, random)?;
        Ok(Self::hashed(clear, phc, Strength::Unknown))
    }

    /// Checks a password by the rules and hashes it; `user` is the login and names.
    ///
    /// # Errors
    /// `invalid` by PASS-1 and PASS-2.
    pub fn accepted(
        clear: Secret,
        settings: &Settings,
        (login, names): (&str, &[&str]),
        random: &dyn Random,
    ) -> Result<Self> {
        check_password(&clear, settings, (login, names), || is_strong(&clear, login, names))?;
        Self::hash(clear, random)
    }

    /// A password whose hash was made before, with what is known of its strength.
    pub const fn hashed(clear: Secret, phc: String, strength: Strength) -> Self {
        Self { phc, clear, compared: Vec::new(), reused: false, strength }
    }

    /// Compares it with earlier passwords of the user, which takes its time and so comes before any lock.
    pub fn compared_with(mut self, earlier: Vec<String>) -> Result<Self> {
        for phc in &earlier {
            self.reused |= verify(&self.clear, Some(phc))?;
        }
        self.compared = earlier;
        Ok(self)
    }

    /// The hash as a PHC string, if the password follows the rules (PASS-1, PASS-2).
    pub fn checked(&self, settings: &Settings, login: &str, names: &[&str]) -> Result<&str> {
        check_password(&self.clear, settings, (login, names), || self.strength.allows(&self.clear, login, names))?;
        Ok(&self.phc)
    }

    /// Refuses one of the earlier passwords (PASS-1).
    ///
    /// # Errors
    /// `invalid` if it is one of them; `conflict` if there are others than those it was compared with.
    pub fn check_history(&self, earlier: &[String]) -> Result<()> {
        if self.reused {
            return Err(Error::invalid("the new password is refused: it is one of the last ones of this user")
                .rule("PASS-1")
                .hint("choose one that was not used before"));
        }
        if earlier.iter().any(|phc| !self.compared.contains(phc)) {
            return Err(
                Error::conflict("PASS-1", "the password was changed by somebody else just now").hint("try again")
            );
        }
        Ok(())
    }
}

/// The PHC string of a password or answer.
pub fn hash(clear: &Secret, random: &dyn Random) -> Result<String> {
    let mut salt = [0; 16];
    random.fill(&mut salt)?;
    let hashed = hash_share(&[(clear, salt)], &|_| ())?;
    hashed.into_iter().next().ok_or_else(|| Error::internal("the password could not be hashed"))
}

/// The PHC strings of many passwords, made on all cores, each with one block of memory for all it makes.
pub fn hash_all(passwords: &[Secret], random: &dyn Random, tell: &(dyn Fn(usize) + Sync)) -> Result<Vec<String>> {
    let mut salted = Vec::with_capacity(passwords.len());
    for password in passwords {
        let mut salt = [0; 16];
        random.fill(&mut salt)?;
        salted.push((password, salt));
    }
    on_all_cores(&salted, |share| hash_share(share, tell))
}

fn hash_share(salted: &[(&Secret, [u8; 16])], tell: &(dyn Fn(usize) + Sync)) -> Result<Vec<String>> {
    let argon2 = argon2()?;
    let mut memory = Vec::new();
    make_room(&mut memory, argon2.params().block_count())?;
    let failed = || Error::internal("the password could not be hashed");
    let hash_one = |(password, salt): &(&Secret, [u8; 16])| {
        let mut output = [0; 32];
        argon2
            .hash_password_into_with_memory(password.expose().as_bytes(), salt, &mut output, &mut memory[..])
            .map_err(|_| failed())?;
        tell(1);
        phc(salt, &output).ok_or_else(failed)
    };
    salted.iter().map(hash_one).collect()
}

/// A hash as a PHC string.
fn phc(salt: &[u8], output: &[u8]) -> Option<String> {
    let params = argon2().ok()?.params().try_into().ok()?;
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params,
        salt: Some(Salt::new(salt).ok()?),
        hash: Some(Output::new(output).ok()?),
    };
    Some(hash.to_string())
}

/// Whether the hash was made with weaker parameters than those in force (PASS-3).
pub fn is_outdated(phc: &str) -> bool {
    let costs = |params: &Params| [params.m_cost(), params.t_cost(), params.p_cost()];
    let made_with = PasswordHash::new(phc).ok().and_then(|hash| Params::try_from(&hash).ok());
    match (made_with, argon2()) {
        (Some(old), Ok(new)) => costs(&old).iter().zip(costs(new.params())).any(|(old, new)| *old < new),
        _ => true,
    }
}

/// Characters of generated passwords, by class; none that looks like another.
const CLASSES: [&[u8]; 4] = [b"ABCDEFGHJKLMNPQRSTUVWXYZ", b"abcdefghijkmnpqrstuvwxyz", b"23456789", b"-+=*#"];
/// The shortest generated password: over 100 random bits.
const GENERATED_LENGTH: usize = 20;

/// A random password that follows the rules, whatever the settings ask for (PASS-1).
pub fn generate(settings: &Settings, random: &dyn Random) -> Result<Secret> {
    let asked = usize::try_from(settings.number(Key::PasswordMinLength)).unwrap_or(GENERATED_LENGTH);
    let every: Vec<u8> = CLASSES.concat();
    let mut text = String::new();
    for at in 0..asked.max(GENERATED_LENGTH) {
        // Every class stands in the first places; the rest is drawn from all of them.
        let class = CLASSES.get(at).copied().unwrap_or(&every);
        text.push(draw(class, random)?);
    }
    Ok(Secret::new(text))
}

/// One of the characters, each as likely as any other.
fn draw(from: &[u8], random: &dyn Random) -> Result<char> {
    let count = u8::try_from(from.len()).unwrap_or(u8::MAX);
    let fair = u8::MAX - u8::MAX % count;
    for _ in 0..1_000 {
        let mut byte = [0];
        random.fill(&mut byte)?;
        let [byte] = byte;
        if let Some(character) = from.get(usize::from(byte % count)).filter(|_| byte < fair) {
            return Ok(char::from(*character));
        }
    }
    Err(Error::internal("the system's randomness is none"))
}

/// A hash that no password has, so that an unknown login costs the same time as a wrong password.
const DECOY: &str = "$argon2id$v=19$m=19456,t=2,p=1$cHJvdm9zdC1kZWNveS1zYQ$lqmSAv6Wb3S0n8/eYv4C3EZcJ2EVkQ0oP4ldVJRYHPE";

/// Whether the password is right; `None` for the hash takes as long and is never right.
pub fn verify(password: &Secret, phc: Option<&str>) -> Result<bool> {
    let parsed =
        PasswordHash::new(phc.unwrap_or(DECOY)).map_err(|_| Error::internal("a stored password hash is malformed"))?;
    Ok(matches(password, &parsed)?.unwrap_or(false) && phc.is_some())
}

/// The memory of all comparisons of this process. Given back in between, it would be mapped anew or not as chance
/// has it, and the time would tell what else was read: whether the login is known (PASS-3).
static MEMORY: Mutex<Vec<Block>> = Mutex::new(Vec::new());

/// Compares in constant time; `None` for a hash without salt, or of parameters that do not exist.
///
/// # Errors
/// `unusable` without the memory for it.
fn matches(password: &Secret, stored: &PasswordHash) -> Result<Option<bool>> {
    let (Some(salt), Some(expected)) = (&stored.salt, &stored.hash) else { return Ok(None) };
    let Ok(params) = Params::try_from(stored) else { return Ok(None) };
    let mut memory = MEMORY.lock().unwrap_or_else(PoisonError::into_inner);
    make_room(&mut memory, params.block_count())?;
    let mut hash = vec![0; expected.len()];
    let hashed = Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into_with_memory(
        password.expose().as_bytes(),
        salt,
        &mut hash,
        &mut memory[..],
    );
    Ok(hashed.ok().and_then(|()| Output::new(&hash).ok()).map(|output| output == *expected))
}

/// Gives the blocks that a hash is worked out in; where there is no memory, that is an error and not the end.
fn make_room(memory: &mut Vec<Block>, count: usize) -> Result<()> {
    memory.try_reserve_exact(count.saturating_sub(memory.len())).map_err(|error| {
        Error::new(Kind::Unusable, "there is not enough memory to work a password out")
            .hint("free some, or raise the limit of this shell: `ulimit -v`")
            .source(error)
    })?;
    memory.resize(count, Block::default());
    Ok(())
}

/// What an api token begins with, so that it is known for what it is wherever it is found.
const API_PREFIX: &str = "pvt_";

/// A token of an api-only user (SESS-2).
pub fn new_api_token(random: &dyn Random) -> Result<Secret> {
    Ok(Secret::new(format!("{API_PREFIX}{}", new_token(random)?.expose())))
}

/// Whether a token is one of an api-only user, not one of a session.
pub fn is_api_token(token: &Secret) -> bool {
    token.expose().trim().starts_with(API_PREFIX)
}

/// A token of 256 random bits in hexadecimal.
pub fn new_token(random: &dyn Random) -> Result<Secret> {
    let mut bytes = [0; 32];
    random.fill(&mut bytes)?;
    Ok(Secret::new(hex(&bytes)))
}

/// What is stored of a token.
pub fn token_hash(token: &Secret) -> [u8; 32] {
    Sha256::digest(token.expose().trim()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed;
    impl Random for Fixed {
        fn fill(&self, buffer: &mut [u8]) -> Result<()> {
            buffer.fill(7);
            Ok(())
        }
    }

    #[test]
    fn the_right_password_and_no_other() {
        let password = NewPassword::hash(Secret::new("Quartz-Meadow-41".into()), &Fixed).unwrap();
        assert!(password.phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify(&Secret::new("Quartz-Meadow-41".into()), Some(&password.phc)).unwrap());
        assert!(!verify(&Secret::new("Quartz-Meadow-42".into()), Some(&password.phc)).unwrap());
        assert!(
            verify(&Secret::new("Quartz-Meadow-41".into()), Some(&password.phc)).unwrap(),
            "the memory is used again"
        );
    }

    #[test]
    fn a_hash_of_weaker_parameters_is_outdated() {
        let password = NewPassword::hash(Secret::new("Quartz-Meadow-41".into()), &Fixed).unwrap();
        assert!(!is_outdated(&password.phc));
        assert!(is_outdated(&password.phc.replace("m=19456", "m=8192")));
        assert!(is_outdated("nonsense"));
    }

    #[test]
    fn one_of_the_last_passwords_is_refused() {
        let old = NewPassword::hash(Secret::new("Quartz-Meadow-41".into()), &Fixed).unwrap().phc;
        let same = NewPassword::hash(Secret::new("Quartz-Meadow-41".into()), &Fixed).unwrap();
        assert_eq!(
            same.compared_with(vec![old.clone()]).unwrap().check_history(std::slice::from_ref(&old)).unwrap_err().rule,
            Some("PASS-1")
        );
        let other = NewPassword::hash(Secret::new("Quartz-Meadow-42".into()), &Fixed).unwrap();
        assert!(other.check_history(std::slice::from_ref(&old)).is_err(), "not compared before the lock");
        assert!(other.compared_with(vec![old.clone()]).unwrap().check_history(&[old]).is_ok());
    }

    #[test]
    fn generated_passwords_follow_the_strictest_rules() {
        let mut settings = Settings::default();
        settings.set(Key::PasswordMinLength, crate::domain::settings::Value::Number(64));
        for settings in [Settings::default(), settings] {
            let password = generate(&settings, &crate::system::SystemRandom).unwrap();
            let user: (&str, &[&str]) = ("ann@acme.example", &["Annabel"]);
            check_password(&password, &settings, user, || is_strong(&password, user.0, user.1)).unwrap();
        }
    }

    #[test]
    fn the_decoy_costs_the_same_and_is_never_right() {
        let parameters = |phc: &str| phc.split('$').take(4).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(parameters(DECOY), parameters(&hash(&Secret::new("x".into()), &Fixed).unwrap()));
        assert!(!verify(&Secret::new(String::new()), None).unwrap());
    }

    #[test]
    fn what_is_known_of_a_password_is_known_of_that_user_alone() {
        let candidate = |text: &str, login: &str| Candidate {
            clear: Secret::new(text.into()),
            login: login.into(),
            names: vec!["Annabel".into()],
        };
        let all = [candidate("Quartz-Meadow-41-Lantern", "ann@acme.example"), candidate("summer1", "bob@acme.example")];
        let strength = Strength::of(&all).unwrap();
        assert_eq!(strength.known_count(), 1);
        let allows = |text: &str, login: &str| strength.allows(&Secret::new(text.into()), login, &["Annabel"]);
        assert!(allows("Quartz-Meadow-41-Lantern", "ann@acme.example"));
        assert!(!allows("summer1", "bob@acme.example") && !allows("summer1", "ann@acme.example"));
        assert!(Strength::Later.allows(&Secret::new("summer1".into()), "ann@acme.example", &[]));
    }
}
