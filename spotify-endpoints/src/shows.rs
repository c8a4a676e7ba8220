//! Shows, that is, podcasts.
