//! Bringing the browser's answer back: the IO of signing in.

pub mod webdriver;
