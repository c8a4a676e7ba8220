//! The categories of the browse tab.
