//! So that `?` works on what users write, where a program returns the one error of its calls.

use spotify_core::{BuildError, Error};

use crate::{IdError, InvalidLocale, InvalidMarket, InvalidShortLink};

impl From<IdError> for BuildError {
    fn from(error: IdError) -> Self {
        let text = error.to_string().into();
        match error.found() {
            Some(_) => Self::WrongKind(text),
            None => Self::Text(text),
        }
    }
}

macro_rules! text {
    ($($error:ty),*) => {$(
        impl From<$error> for BuildError {
            fn from(error: $error) -> Self {
                Self::Text(error.to_string().into())
            }
        }
    )*};
}

text!(InvalidLocale, InvalidMarket, InvalidShortLink);

macro_rules! into_error {
    ($($error:ty),*) => {$(
        impl From<$error> for Error {
            fn from(error: $error) -> Self {
                Self::Build(error.into())
            }
        }
    )*};
}

into_error!(IdError, InvalidLocale, InvalidMarket, InvalidShortLink);
