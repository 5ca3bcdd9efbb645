//! Hashes of passwords (S04): argon2id, few at a time, away from the threads that serve requests.

use crate::error::AppError;
use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version,
    password_hash::{Salt, SaltString},
};
use model::{Secret, access::password::LONGEST};
use std::{sync::OnceLock, time::Duration};
use tokio::{sync::Semaphore, task::spawn_blocking, time::timeout};

/// OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Hashes at a time; each takes its 19 MiB.
const AT_ONCE: usize = 2;
/// Whoever waits longer is told to try again.
const PATIENCE: Duration = Duration::from_secs(15);

/// The only door to argon2.
#[derive(Debug)]
pub(super) struct Passwords {
    slots: Semaphore,
}

impl Default for Passwords {
    fn default() -> Self {
        Passwords { slots: Semaphore::new(AT_ONCE) }
    }
}

/// What became of a password that somebody gave.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is not the one.
    Wrong,
    /// It is.
    Right,
    /// It is, and its hash is weaker than what we make today: here is a new one.
    Outdated(String),
}

impl Passwords {
    /// The hash to store, in PHC form.
    ///
    /// # Errors
    /// `Busy` when too many wait.
    pub(super) async fn hash(&self, password: &Secret) -> Result<String, AppError> {
        let password = password.clone();
        self.run(move || hash(&password)).await
    }

    /// Is this the password behind the hash? Without a hash the same work is done for nothing (S01). A password longer than
    /// any we accept is wrong before any work (S04).
    ///
    /// # Errors
    /// `Busy` when too many wait.
    pub(super) async fn verify(&self, password: &Secret, stored: Option<String>) -> Result<Verdict, AppError> {
        if password.expose().len() > LONGEST {
            return Ok(Verdict::Wrong);
        }
        let password = password.clone();
        self.run(move || verify(&password, stored.as_deref())).await
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, AppError> {
        let _slot = timeout(PATIENCE, self.slots.acquire())
            .await
            .map_err(|_| AppError::Busy)?
            .expect("the semaphore is never closed");
        spawn_blocking(work).await.map_err(|e| AppError::broken(&e))
    }
}

/// For the command line, where nobody else waits.
pub(super) fn hash(password: &Secret) -> String {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    let salt = SaltString::encode_b64(&bytes).expect("sixteen bytes are a salt");
    hashed(&ours(), password, salt.as_salt())
}

fn verify(password: &Secret, stored: Option<&str>) -> Verdict {
    let Some(stored) = stored else {
        check(password, nobodys());
        return Verdict::Wrong;
    };
    if !check(password, stored) {
        Verdict::Wrong
    } else if is_outdated(stored) {
        Verdict::Outdated(hash(password))
    } else {
        Verdict::Right
    }
}

fn check(password: &Secret, stored: &str) -> bool {
    // The parameters come from the stored text, so hashes of earlier versions are still read.
    PasswordHash::new(stored)
        .is_ok_and(|parsed| Argon2::default().verify_password(password.expose().as_bytes(), &parsed).is_ok())
}

fn is_outdated(stored: &str) -> bool {
    PasswordHash::new(stored).is_ok_and(|parsed| {
        let number = |name: &str| parsed.params.get_decimal(name).unwrap_or(0);
        parsed.algorithm.as_str() != "argon2id" || number("m") < MEMORY_KIB || number("t") < PASSES
    })
}

fn ours() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).expect("the constants are in range");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hashed(argon2: &Argon2<'_>, password: &Secret, salt: Salt<'_>) -> String {
    argon2.hash_password(password.expose().as_bytes(), salt).expect("parameters and salt are in range").to_string()
}

/// The hash of a password that nobody has, with today's parameters.
fn nobodys() -> &'static str {
    static NOBODYS: OnceLock<String> = OnceLock::new();
    NOBODYS.get_or_init(|| hash(&Secret::new("a password that nobody has")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Secret {
        Secret::new(text)
    }

    #[tokio::test]
    async fn s04_a_password_is_known_again_with_the_promised_parameters() {
        let passwords = Passwords::default();
        let stored = passwords.hash(&secret("quatre mots très longs")).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert_eq!(passwords.verify(&secret("quatre mots très longs"), Some(stored.clone())).await, Ok(Verdict::Right));
        assert_eq!(passwords.verify(&secret("autre chose"), Some(stored.clone())).await, Ok(Verdict::Wrong));
        assert_eq!(passwords.verify(&secret("autre chose"), None).await, Ok(Verdict::Wrong));
    }

    #[tokio::test]
    async fn s04_a_weaker_hash_is_replaced() {
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8192, 1, 1, None).unwrap());
        let salt = SaltString::encode_b64(&[7; 16]).unwrap();
        let stored = hashed(&weak, &secret("quatre mots très longs"), salt.as_salt());
        let verdict = Passwords::default().verify(&secret("quatre mots très longs"), Some(stored)).await.unwrap();
        let Verdict::Outdated(new) = verdict else { panic!("{verdict:?}") };
        assert!(new.contains("m=19456,t=2,p=1") && check(&secret("quatre mots très longs"), &new));
    }

    #[tokio::test]
    async fn s04_a_megabyte_is_wrong_before_any_work() {
        let stored = hash(&secret("quatre mots très longs"));
        let long = secret(&"a".repeat(1_000_000));
        assert_eq!(Passwords::default().verify(&long, Some(stored)).await, Ok(Verdict::Wrong));
    }
}
