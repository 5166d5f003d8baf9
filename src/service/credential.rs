//! Hashing passwords and tokens (PASS-3). Slow work is done before any lock is taken.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use sha2::{Digest, Sha256};

use super::ports::Random;
use crate::domain::log::hex;
use crate::domain::secret::check_password;
use crate::domain::{Error, Result, Secret, Settings};

/// The parameters OWASP recommends: 19 MiB, two passes, one lane.
fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| Error::internal(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// A new password, already hashed; the clear text stays until the rules have been checked.
pub struct NewPassword {
    clear: Secret,
    phc: String,
}

impl NewPassword {
    /// Hashes a password.
    pub fn hash(clear: Secret, random: &dyn Random) -> Result<Self> {
        let mut salt = [0; 16];
        random.fill(&mut salt)?;
        let hash = argon2()?
            .hash_password_with_salt(clear.expose().as_bytes(), &salt)
            .map_err(|_| Error::internal("the password could not be hashed"))?;
        Ok(Self { phc: hash.to_string(), clear })
    }

    /// The hash as a PHC string, if the password follows the rules (PASS-1, PASS-2).
    pub fn checked(&self, settings: &Settings, login: &str, names: &[&str]) -> Result<&str> {
        check_password(&self.clear, settings, login, names)?;
        Ok(&self.phc)
    }
}

/// A hash that no password has, so that an unknown login costs the same time as a wrong password.
const DECOY: &str = "$argon2id$v=19$m=19456,t=2,p=1$cHJvdm9zdC1kZWNveS1zYQ$lqmSAv6Wb3S0n8/eYv4C3EZcJ2EVkQ0oP4ldVJRYHPE";

/// Whether the password is right; `None` for the hash takes as long and is never right.
pub fn verify(password: &Secret, phc: Option<&str>) -> Result<bool> {
    let parsed =
        PasswordHash::new(phc.unwrap_or(DECOY)).map_err(|_| Error::internal("a stored password hash is malformed"))?;
    let matches = argon2()?.verify_password(password.expose().as_bytes(), &parsed).is_ok();
    Ok(matches && phc.is_some())
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
    }

    #[test]
    fn the_decoy_is_well_formed_and_never_right() {
        assert!(!verify(&Secret::new(String::new()), None).unwrap());
    }
}
