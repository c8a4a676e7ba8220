//! The system's browser, for which a script stands in that the environment names.

use std::{
    env, fs, io,
    os::unix::fs::PermissionsExt as _,
    process::Command,
    time::{Duration, Instant},
};

use spotify_auth::redirect::{Opener as _, SystemBrowser};

const ROLE: &str = "SPOTIFY_TEST_OPENS_THE_BROWSER";
const URL: &str = "https://accounts.spotify.com/authorize?client_id=a&scope=b+c";

#[test]
fn d22_the_browser_of_the_system_is_opened() {
    // The environment is an argument: so this test runs once more, as another process.
    if env::var_os(ROLE).is_some() {
        SystemBrowser.open(URL).unwrap();
        return;
    }
    let folder = env::temp_dir().join(format!("spotify-browser-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let (script, opened) = (folder.join("browser"), folder.join("opened"));
    let text = format!(
        "#!/bin/sh\nprintf %s \"$1\" > {0}.new && mv {0}.new {0}\n",
        opened.display()
    );
    fs::write(&script, text).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o700)).unwrap();
    let status = Command::new(env::current_exe().unwrap())
        .args([
            "--exact",
            "browser::d22_the_browser_of_the_system_is_opened",
        ])
        .env(ROLE, "yes")
        .env("BROWSER", &script)
        .output()
        .unwrap()
        .status;
    assert!(status.success());
    let began = Instant::now();
    let url = loop {
        match fs::read_to_string(&opened) {
            Ok(url) => break url,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                assert!(began.elapsed() < Duration::from_secs(10), "never opened");
                std::thread::sleep(Duration::from_millis(5));
            }
            Err(error) => panic!("{error}"),
        }
    };
    fs::remove_dir_all(&folder).unwrap();
    assert_eq!(url, URL);
}
