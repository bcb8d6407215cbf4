//! Who may try a password now. Wrong passwords fill three buckets that leak: the account's, the
//! source's, and one of all strangers together, so that guessing slows down and costs the server
//! little, whatever the number of accounts and addresses. Whoever signed in from an address before
//! passes by, so that nobody locks another person out.
//!
//! Kept in memory: a restart forgets, and each server counts for itself.

use std::fmt;
use std::net::IpAddr;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use lru::LruCache;
use netra_registry::office::secret_token::digest;

/// How many accounts, sources and pairs are remembered, less than a hundred bytes each.
const MOST: NonZeroUsize = NonZeroUsize::new(100_000).unwrap();

/// A bucket that takes so many tries, and loses one in so many milliseconds.
struct Leak {
    tries: i64,
    millis: i64,
}

const ACCOUNT: Leak = Leak { tries: 5, millis: 60_000 };
const SOURCE: Leak = Leak { tries: 20, millis: 10_000 };
const STRANGERS: Leak = Leak { tries: 64, millis: 250 };

/// A bucket as it was when somebody last tried.
#[derive(Clone, Copy)]
struct Bucket {
    /// Milliseconds until it is empty.
    left: i64,
    at: DateTime<Utc>,
}

impl Bucket {
    const fn empty(at: DateTime<Utc>) -> Self {
        Self { left: 0, at }
    }

    fn leaked(self, now: DateTime<Utc>) -> i64 {
        let passed = (now - self.at).num_milliseconds().max(0);
        self.left.saturating_sub(passed).max(0)
    }

    /// Milliseconds to wait until it takes another try.
    fn wait(self, leak: &Leak, now: DateTime<Utc>) -> i64 {
        let after = self.leaked(now).saturating_add(leak.millis);
        after.saturating_sub(leak.tries.saturating_mul(leak.millis)).max(0)
    }

    fn change(&mut self, by: i64, now: DateTime<Utc>) {
        *self = Self { left: self.leaked(now).saturating_add(by).max(0), at: now };
    }
}

/// As whom somebody tries a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// From a source from which the account was signed in to before.
    Known,
    /// From any other.
    Stranger,
}

/// It is too early for another try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooEarly {
    /// In so many seconds the next one may come.
    pub seconds: u32,
}

/// An account, by the digest of its login: what strangers send may be long, and names a person.
type Account = [u8; 32];

/// An account and a source.
type Pair = (Account, Option<IpAddr>);

struct Book {
    known: LruCache<Pair, Bucket>,
    accounts: LruCache<Account, Bucket>,
    sources: LruCache<Option<IpAddr>, Bucket>,
    strangers: Bucket,
}

/// Counts wrong passwords; clones count together.
#[derive(Clone)]
pub struct Doorkeeper(Arc<Mutex<Book>>);

impl Default for Doorkeeper {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Book {
            known: LruCache::new(MOST),
            accounts: LruCache::new(MOST),
            sources: LruCache::new(MOST),
            strangers: Bucket::empty(DateTime::UNIX_EPOCH),
        })))
    }
}

impl fmt::Debug for Doorkeeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Doorkeeper").finish_non_exhaustive()
    }
}

impl Doorkeeper {
    /// Lets somebody try a password. The try counts as a wrong one until [`Doorkeeper::right`].
    ///
    /// # Errors
    /// [`TooEarly`], before any password is hashed.
    pub fn admit(
        &self,
        login: &str,
        source: Option<IpAddr>,
        now: DateTime<Utc>,
    ) -> Result<Caller, TooEarly> {
        let mut book = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let account = digest(login);
        let pair = (account, source);
        if let Some(known) = book.known.get_mut(&pair) {
            if known.wait(&SOURCE, now) == 0 {
                known.change(SOURCE.millis, now);
                return Ok(Caller::Known);
            }
            book.known.pop(&pair);
        }
        let empty = Bucket::empty(now);
        let mut buckets = [
            (book.accounts.get(&account).copied().unwrap_or(empty), ACCOUNT),
            (book.sources.get(&source).copied().unwrap_or(empty), SOURCE),
            (book.strangers, STRANGERS),
        ];
        let wait = buckets.iter().map(|(bucket, leak)| bucket.wait(leak, now)).max();
        let seconds = wait.unwrap_or(0).saturating_add(999) / 1_000;
        if seconds > 0 {
            return Err(TooEarly { seconds: u32::try_from(seconds).unwrap_or(u32::MAX) });
        }
        for (bucket, leak) in &mut buckets {
            bucket.change(leak.millis, now);
        }
        // Only who is let in is remembered, so that nobody crowds others out of the book.
        let [(of_account, _), (of_source, _), (strangers, _)] = buckets;
        book.accounts.put(account, of_account);
        book.sources.put(source, of_source);
        book.strangers = strangers;
        Ok(Caller::Stranger)
    }

    /// The password was right: the try is taken back, and the source is known from now on.
    pub fn right(&self, login: &str, source: Option<IpAddr>, caller: Caller, now: DateTime<Utc>) {
        let mut book = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let account = digest(login);
        book.known.put((account, source), Bucket::empty(now));
        if caller == Caller::Stranger {
            book.accounts.pop(&account);
            if let Some(bucket) = book.sources.get_mut(&source) {
                bucket.change(-SOURCE.millis, now);
            }
            book.strangers.change(-STRANGERS.millis, now);
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn source(number: u8) -> IpAddr {
        IpAddr::from([10, 0, 0, number])
    }

    fn start() -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(20_000)
    }

    #[test]
    fn guessing_one_account_slows_down_and_locks_nobody_out() {
        let (door, now) = (Doorkeeper::default(), start());
        assert_eq!(door.admit("budi", Some(source(1)), now), Ok(Caller::Stranger));
        door.right("budi", Some(source(1)), Caller::Stranger, now);
        for from in 2..7 {
            assert_eq!(door.admit("budi", Some(source(from)), now), Ok(Caller::Stranger));
        }
        assert_eq!(door.admit("budi", Some(source(7)), now), Err(TooEarly { seconds: 60 }));
        assert_eq!(door.admit("budi", Some(source(1)), now), Ok(Caller::Known));
        assert_eq!(door.admit("siti", Some(source(7)), now), Ok(Caller::Stranger));
        let later = now + TimeDelta::seconds(60);
        assert_eq!(door.admit("budi", Some(source(7)), later), Ok(Caller::Stranger));
        assert!(door.admit("budi", Some(source(7)), later).is_err());
    }

    #[test]
    fn one_source_guesses_few_accounts_and_everybody_right_passes() {
        let (door, now) = (Doorkeeper::default(), start());
        let tried = |number: u32| door.admit(&format!("nama{number}"), Some(source(1)), now);
        let passed = (0..100).filter(|number| tried(*number).is_ok()).count();
        assert_eq!(passed, 20);
        // An office behind one address, all of whose people know their passwords, waits for nothing.
        for number in 0..500 {
            let login = format!("pegawai{number}");
            let caller = door.admit(&login, Some(source(2)), now).unwrap();
            door.right(&login, Some(source(2)), caller, now);
        }
    }

    #[test]
    fn strangers_together_cost_no_more_than_a_few_hashes_a_second() {
        let (door, start) = (Doorkeeper::default(), start());
        let mut hashed = 0;
        for tick in 0_u32..120_000 {
            let now = start + TimeDelta::microseconds(500 * i64::from(tick));
            let from = IpAddr::from([127, 0, 0, u8::try_from(tick % 200).unwrap()]);
            let login = format!("akun{}", tick % 1_000);
            hashed += u32::from(door.admit(&login, Some(from), now).is_ok());
        }
        // 64 at once, then four a second.
        assert!((200..=310).contains(&hashed), "{hashed} hashes in a minute");
    }

    #[test]
    fn a_source_that_was_known_is_not_known_for_ever() {
        let (door, now) = (Doorkeeper::default(), start());
        door.admit("budi", Some(source(1)), now).unwrap();
        door.right("budi", Some(source(1)), Caller::Stranger, now);
        for _ in 0..20 {
            assert_eq!(door.admit("budi", Some(source(1)), now), Ok(Caller::Known));
        }
        assert_eq!(door.admit("budi", Some(source(1)), now), Ok(Caller::Stranger));
    }
}
