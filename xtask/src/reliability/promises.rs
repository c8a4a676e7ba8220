//! The promises whose tests are run: what each counts, and where its tests stand.

use super::tests::Test;

/// Something that the library promises.
pub(super) struct Promise {
    /// Its number, such as `T4`. Tests that prove it begin with it: `t4_…`.
    pub(super) id: &'static str,
    /// What is wanted of the figure.
    pub(super) goal: &'static str,
    /// What is counted, in the line of a promise whose tests print no figure of their own.
    pub(super) counts: &'static str,
    /// The packages whose tests count.
    packages: &'static [&'static str],
    /// Parts of the names of test files and modules, of which one must occur; any when empty.
    ///
    /// The rows of `docs/parity.md` have numbers like those of promises: `a5_` may also be the
    /// row A5. Where they stand tells them apart.
    places: &'static [&'static str],
}

const CORE: &str = "spotify-core";
const AUTH: &str = "spotify-auth";
const TESTS: &str = "spotify-tests";

/// The packages that tests are looked for in.
pub(super) const PACKAGES: &[&str] = &[CORE, AUTH, TESTS];

/// Files and modules about the browser's way back to the program.
const LISTENER: &[&str] = &["loopback", "listener", "redirect", "browser"];

const fn anywhere(id: &'static str, goal: &'static str, counts: &'static str) -> Promise {
    Promise {
        id,
        goal,
        counts,
        packages: PACKAGES,
        places: &[],
    }
}

const fn within(
    id: &'static str,
    goal: &'static str,
    counts: &'static str,
    places: &'static [&'static str],
) -> Promise {
    Promise {
        id,
        goal,
        counts,
        packages: &[AUTH, TESTS],
        places,
    }
}

/// All promises, in the order in which they are told.
pub(super) const PROMISES: &[Promise] = &[
    anywhere("T1", "0", "secrets in what is printed or logged"),
    anywhere("T2", "0", "ways to show a secret but expose()"),
    anywhere("T3", "0", "secrets left in memory, or in open headers"),
    anywhere("T4", "1 refresh", "refreshes at one expiry"),
    anywhere("T5", "0 of 1,000 lost", "answers lost with their callers"),
    anywhere("T6", "0 of 1,000 lost", "tokens lost with their store"),
    anywhere("T7", "0", "token files that others can read"),
    anywhere("T8", "0", "torn files after a kill"),
    anywhere("T9", "1 an expiry, 0 refused", "refreshes among processes"),
    anywhere("T10", "generations = commits", "newer tokens overwritten"),
    anywhere("T11", "0", "good tokens removed"),
    anywhere(
        "T12",
        "all recovered or typed",
        "crashes in a refresh that end in no clear state",
    ),
    anywhere("T13", "0", "refresh answers read wrongly"),
    anywhere("T14", "0", "panics and wrong tokens from a broken store"),
    anywhere(
        "T15",
        "1 needless refresh at most, 0 stuck",
        "clients stuck, or refreshes too many, by clocks",
    ),
    anywhere(
        "T16",
        "the deadline and 50 ms",
        "callers held up by a hung store",
    ),
    anywhere("T17", "to the second", "ends of a consent told wrongly"),
    within(
        "A1",
        "0 of 100,000",
        "callbacks accepted without the right state",
        &[],
    ),
    within(
        "A2",
        "0",
        "exchanges without S256",
        &["pkce", "implicit", "requests"],
    ),
    within(
        "A3",
        "0",
        "redirect URIs accepted against the rules",
        &["redirect_uri", "requests"],
    ),
    within("A4", "0", "listeners that strangers can reach", LISTENER),
    within(
        "A5",
        "all signed in",
        "sign-ins ended by strangers",
        LISTENER,
    ),
    within(
        "A6",
        "2,048 KiB and 100 ms at most",
        "listeners stalled, or ports not freed",
        LISTENER,
    ),
    within(
        "A7",
        "0",
        "malformed callbacks accepted",
        &["callbacks", "loopback", "listener", "redirect"],
    ),
    within("A8", "0", "reflected bytes", LISTENER),
    within(
        "A9",
        "all",
        "refusals without a type, or with raw text",
        &["callbacks", "loopback", "listener", "redirect"],
    ),
];

impl Promise {
    /// The letter that its number begins with.
    pub(super) fn group(&self) -> &'static str {
        self.id.get(..1).unwrap_or_default()
    }

    /// Whether a test is named after it.
    pub(super) fn has(&self, test: &Test) -> bool {
        let wanted = self.id.to_ascii_lowercase();
        let name = test.path.rsplit("::").next().unwrap_or_default();
        let named = name
            .split('_')
            .take_while(|word| is_number(word))
            .any(|word| word == wanted);
        let whole = format!("{}::{}", test.target, test.path);
        let place = whole.strip_suffix(name).unwrap_or(&whole);
        named
            && self.packages.contains(&test.package.as_str())
            && (self.places.is_empty() || self.places.iter().any(|part| place.contains(part)))
    }
}

/// Whether a word of a test's name is a letter or two and a number: `t4`, `a12`.
fn is_number(word: &str) -> bool {
    let digits = word.trim_start_matches(|c: char| c.is_ascii_lowercase());
    digits.len() < word.len() && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod checks {
    use super::*;

    fn proves(id: &str, package: &str, target: &str, path: &str) -> bool {
        let promise = PROMISES.iter().find(|promise| promise.id == id).unwrap();
        promise.has(&Test::named(package, target, path))
    }

    #[test]
    fn a_test_proves_what_its_name_begins_with() {
        assert!(proves("T4", CORE, "renewal", "t4_one_refresh"));
        assert!(proves("T13", AUTH, "it", "refreshes::t13_e17_e18_models"));
        assert!(proves("A2", AUTH, "it", "requests::a1_a2_a3_exchanges"));
        assert!(!proves("T1", CORE, "renewal", "t12_lost"));
        assert!(!proves("T4", CORE, "renewal", "not_t4_one"));
        assert!(!proves("T4", CORE, "renewal", "e4_no_t4_here"));
        assert!(!proves("T1", "xtask", "tour", "t1_a_file"));
    }

    #[test]
    fn rows_of_the_same_number_prove_nothing() {
        assert!(!proves("A5", AUTH, "it", "requests::a5_client_credentials"));
        assert!(!proves("A8", CORE, "client", "a8_anonymous"));
        assert!(!proves("A7", AUTH, "it", "device::a7_both_requests"));
        let page = "redirect::loopback::page::tests::a8_constant";
        assert!(proves("A8", AUTH, "spotify_auth", page));
        assert!(proves("A8", AUTH, "it", "loopback::a8_constant"));
        // The name alone is no place.
        assert!(!proves("A8", AUTH, "it", "pending::a8_no_loopback"));
    }

    #[test]
    fn every_promise_of_both_groups_is_there_once() {
        let ids: Vec<_> = PROMISES.iter().map(|promise| promise.id).collect();
        let t = (1..=17).map(|number| format!("T{number}"));
        let a = (1..=9).map(|number| format!("A{number}"));
        assert_eq!(ids, t.chain(a).collect::<Vec<_>>());
    }
}
