//! What `cargo xtask mock` tells a person to write, as code that is compiled. The tests compare
//! what is printed with the lines of this file.

use std::error::Error;

pub(super) const API: &str = "http://127.0.0.1:4001/v1";
pub(super) const ACCOUNTS: &str = "http://127.0.0.1:4002";

pub(super) fn over_reqwest() -> Result<(), Box<dyn Error>> {
    use spotify_reqwest::prelude::*;

    let client = Client::builder(Reqwest::new()?)
        .grant(ClientCredentials::from_env()?)
        .api_base("http://127.0.0.1:4001/v1")
        .accounts_base("http://127.0.0.1:4002")
        .build()?;
    drop(client);
    Ok(())
}

pub(super) fn over_hyper() -> Result<(), Box<dyn Error>> {
    use spotify_hyper::prelude::*;

    let client = Client::builder(Hyper::new()?)
        .grant(ClientCredentials::from_env()?)
        .api_base("http://127.0.0.1:4001/v1")
        .accounts_base("http://127.0.0.1:4002")
        .build()?;
    drop(client);
    Ok(())
}

pub(super) fn without_async() -> Result<(), Box<dyn Error>> {
    use spotify_blocking::prelude::*;

    let client = Client::builder(Ureq::new()?)
        .grant(ClientCredentials::from_env()?)
        .api_base("http://127.0.0.1:4001/v1")
        .accounts_base("http://127.0.0.1:4002")
        .build()?;
    drop(client);
    Ok(())
}

pub(super) fn for_a_user() -> Result<(), Box<dyn Error>> {
    use spotify_blocking::prelude::*;

    let client = Client::builder(Ureq::new()?)
        .token("a token")
        .api_base("http://127.0.0.1:4001/v1")
        .accounts_base("http://127.0.0.1:4002")
        .build()?;
    drop(client);
    Ok(())
}
