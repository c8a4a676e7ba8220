//! Small parts of many objects.

use super::{Text, object::object, open::open_enum};

object! {
    /// A line of copyright.
    Copyright via CopyrightSlots "a copyright";
    {
        /// The line, with or without the sign.
        text: Text = Text::default(),
        /// Of the work or of the recording.
        kind ["type"]: Option<CopyrightType>,
    }
}

open_enum! {
    /// What a copyright is of.
    CopyrightType {
        /// The work: ©.
        Copyright = "C",
        /// The recording of its sound: ℗.
        Recording = "P",
    }

    /// Why something cannot be played.
    Reason {
        /// It is not available in the market.
        Market = "market",
        /// The user's subscription does not include it.
        Product = "product",
        /// It is explicit, and the user wants nothing explicit.
        Explicit = "explicit",
    }
}

object! {
    /// Says that something cannot be played.
    Restrictions via RestrictionsSlots "restrictions";
    {
        /// Why.
        reason: Option<Reason>,
    }
}

object! {
    /// How many users follow an artist, a playlist or a user.
    Followers via FollowersSlots "followers";
    {
        /// How many.
        total: Option<u32>,
    }
}

object! {
    /// How far a user has listened.
    ///
    /// Given with the scope `user-read-playback-position`.
    ResumePoint via ResumePointSlots "a resume point";
    {
        /// Whether it was heard to its end.
        fully_played: Option<bool>,
        /// How far, in milliseconds.
        resume_position_ms: Option<u32> as DurationMs,
    }
}
