//! Episodes of shows.
