//! Users.

use super::{Followers, Image, List, Text, links::linked, object::object, open::open_enum};
use crate::{id::UserId, market::Market};

object! {
    /// The user whose token is used.
    PrivateUser via PrivateUserSlots "a user";
    /// The id.
    id: UserId;
    {
        /// An id that never changes and does not show the user's name; the one to link accounts
        /// by. Absent in answers from before May 2026.
        account_id: Option<Text>,
        /// The country of the account; needs the scope `user-read-private`, may be absent for
        /// development-mode apps.
        country: Option<Market>,
        /// The name to show, if the user has one.
        display_name: Option<Text>,
        /// The e-mail address, which is not verified; needs the scope `user-read-email`,
        /// may be absent for development-mode apps.
        email: Option<Text>,
        /// What the user has set about explicit content; needs the scope `user-read-private`,
        /// may be absent for development-mode apps.
        explicit_content: Option<ExplicitContent>,
        /// The followers; may be absent for development-mode apps.
        followers: Option<Followers>,
        /// Portraits in several sizes; may be empty.
        images: List<Image>,
        /// The subscription; needs the scope `user-read-private`, may be absent for
        /// development-mode apps.
        product: Option<Product>,
    }
}

object! {
    /// A user, as others see them.
    PublicUser via PublicUserSlots "a user";
    /// The id.
    id: UserId;
    {
        /// The name to show, if the user has one.
        display_name: Option<Text>,
        /// The followers; absent for development-mode apps.
        followers: Option<Followers>,
        /// Portraits in several sizes; may be empty.
        images: List<Image>,
    }
}

object! {
    /// What a user has set about explicit content.
    ExplicitContent via ExplicitContentSlots "settings of explicit content";
    {
        /// Whether it is not played.
        filter_enabled: Option<bool>,
        /// Whether the user cannot change that.
        filter_locked: Option<bool>,
    }
}

linked!(PrivateUser PublicUser);

open_enum! {
    /// A subscription.
    Product {
        /// The paid one.
        Premium = "premium",
        /// The free one.
        Free = "free",
        /// The free one, by another name.
        Open = "open",
    }
}
