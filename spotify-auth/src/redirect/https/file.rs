//! A certificate and its key in one file, so that they change together.

use std::{fs, io::ErrorKind, path::Path};

use spotify_core::Timestamp;
use zeroize::Zeroizing;

use super::{Certificate, CertificateError, LIFETIME, SLACK};
use crate::private_file;

/// How a file of ours begins; text before the first block is allowed (RFC 7468, section 2).
const MARK: &str = "A certificate for signing in on this machine; made anew after ";

/// Where the key begins. What it is called is for the library that made it to say.
const KEY: &str = "-----BEGIN PRIVATE KEY-----";

pub(super) fn load(path: &Path, now: Timestamp) -> Result<Certificate, CertificateError> {
    let failed = |source| CertificateError::File {
        path: path.to_owned(),
        source,
    };
    let text = match fs::read_to_string(path) {
        Ok(text) => Zeroizing::new(text),
        Err(error) if error.kind() == ErrorKind::NotFound => Zeroizing::default(),
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            return Err(CertificateError::Foreign(path.to_owned()));
        }
        Err(error) => return Err(failed(error)),
    };
    if !text.is_empty() && !text.starts_with(MARK) {
        return Err(CertificateError::Foreign(path.to_owned()));
    }
    if let Some(certificate) = read(&text, now) {
        return Ok(certificate);
    }
    let certificate = Certificate::generate_at(now)?;
    let last = now.saturating_add(LIFETIME).saturating_sub(SLACK);
    let text = Zeroizing::new(format!(
        "{MARK}{last}\n{}{}",
        certificate.chain, **certificate.key
    ));
    private_file::replace(path, text.as_bytes()).map_err(failed)?;
    Ok(certificate)
}

/// The certificate in a file of ours, if it is whole and has a day left.
fn read(text: &str, now: Timestamp) -> Option<Certificate> {
    let (last, blocks) = text.strip_prefix(MARK)?.split_once('\n')?;
    let last: Timestamp = last.parse().ok()?;
    let (chain, key) = blocks.split_at(blocks.find(KEY)?);
    (now < last).then(|| Certificate::from_pem(chain, key).ok())?
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// A file of its own for each test, gone with it.
    struct Folder(std::path::PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let folder = format!("spotify-certificate-{name}-{}", std::process::id());
            let folder = std::env::temp_dir().join(folder);
            fs::create_dir_all(&folder).unwrap();
            Self(folder)
        }

        fn file(&self) -> std::path::PathBuf {
            self.0.join("listener.pem")
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            drop(fs::remove_dir_all(&self.0));
        }
    }

    const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

    #[test]
    fn d14_a_certificate_stays_until_its_last_day() {
        let folder = Folder::new("stays");
        let first = load(&folder.file(), NOW).unwrap();
        let days = |days: u64| NOW.saturating_add(Duration::from_secs(days * 24 * 60 * 60));
        for day in [0, 1, 200, 363] {
            let again = load(&folder.file(), days(day)).unwrap();
            assert_eq!(again.chain, first.chain, "day {day}");
            assert_eq!(again.key, first.key);
        }
        let second = load(&folder.file(), days(364)).unwrap();
        assert_ne!(second.chain, first.chain);
        assert_eq!(load(&folder.file(), days(365)).unwrap().chain, second.chain);
        let names = fs::read_dir(&folder.0).unwrap().count();
        assert_eq!(names, 1, "nothing is left beside it");
    }

    #[cfg(unix)]
    #[test]
    fn d14_the_file_is_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = Folder::new("owner");
        load(&folder.file(), NOW).unwrap();
        let mode = fs::metadata(folder.file()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn d14_a_broken_file_of_ours_is_made_anew_and_others_are_left_alone() {
        let folder = Folder::new("broken");
        let first = load(&folder.file(), NOW).unwrap();
        let whole = fs::read_to_string(folder.file()).unwrap();
        for broken in [
            whole.split(KEY).next().unwrap(),
            whole.get(..whole.len() - 60).unwrap(),
            whole.get(..MARK.len()).unwrap(),
            &whole.replacen("20", "xx", 1),
            "",
        ] {
            fs::write(folder.file(), broken).unwrap();
            assert_ne!(load(&folder.file(), NOW).unwrap().chain, first.chain);
        }
        for foreign in [&b"my diary"[..], &whole.as_bytes()[MARK.len()..], b"\xff"] {
            fs::write(folder.file(), foreign).unwrap();
            let error = load(&folder.file(), NOW).unwrap_err();
            assert!(matches!(error, CertificateError::Foreign(_)), "{error}");
            assert_eq!(fs::read(folder.file()).unwrap(), foreign);
        }
        let nowhere = folder.0.join("no").join("such");
        let error = load(&nowhere, NOW).unwrap_err();
        assert!(matches!(error, CertificateError::File { .. }), "{error}");
    }

    #[test]
    fn d14_a_certificate_from_elsewhere_must_fit_its_key() {
        let (a, b) = (Certificate::generate_at(NOW), Certificate::generate_at(NOW));
        let (a, b) = (a.unwrap(), b.unwrap());
        assert!(Certificate::from_pem(&*a.chain, a.key.as_str()).is_ok());
        for (chain, key) in [
            (&*a.chain, b.key.as_str()),
            ("", a.key.as_str()),
            (&*a.chain, ""),
        ] {
            let error = Certificate::from_pem(chain, key).unwrap_err();
            assert!(matches!(error, CertificateError::Unusable(_)), "{error}");
            assert!(!error.to_string().contains("BEGIN"));
        }
        assert!(!format!("{a:?}").contains("BEGIN"));
    }
}
