//! Categories of the browse tab.

use super::{Image, List, Text, codec::by_serde, object::object};
use crate::id::CategoryId;

object! {
    /// A category of the browse tab, such as a genre or a mood.
    Category via CategorySlots "a category";
    {
        /// The id.
        id: CategoryId,
        /// The address at the Web API.
        href: Option<Text>,
        /// Its picture, mostly in one size.
        icons: List<Image>,
        /// The name, in the language that was asked for; empty if it is not told.
        name: Text = Text::default(),
    }
}

by_serde!(CategoryId);
