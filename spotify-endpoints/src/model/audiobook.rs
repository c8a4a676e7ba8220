//! Audiobooks and their chapters.

use std::time::Duration;

use super::{
    Copyright, DatePrecision, Image, List, Page, ReleaseDate, Restrictions, ResumePoint, Text,
    links::linked, object::object,
};
use crate::{
    id::{AudiobookId, ChapterId},
    market::Markets,
};

object! {
    /// An audiobook.
    Audiobook via AudiobookSlots "an audiobook";
    /// The id.
    id: AudiobookId;
    {
        /// The authors.
        authors: List<Contributor>,
        /// Where it is available; absent for development-mode apps.
        available_markets: Option<Box<Markets>>,
        /// The first page of its chapters.
        chapters: Option<Page<SimplifiedChapter>>,
        /// The lines of copyright.
        copyrights: List<Copyright>,
        /// The description, without markup.
        description: Option<Text>,
        /// The edition, such as `Unabridged`.
        edition: Option<Text>,
        /// Whether it is explicit; `false` if that is not known.
        explicit: bool = false,
        /// The description, as HTML.
        html_description: Option<Text>,
        /// The cover in several sizes, the widest first.
        images: List<Image>,
        /// Whether its sound is kept outside of Spotify; not always told.
        is_externally_hosted: Option<bool>,
        /// Whether it can be played; not always told.
        is_playable: Option<bool>,
        /// The languages, as ISO 639 codes or by name.
        languages: List<Text>,
        /// `audio`.
        media_type: Option<Text>,
        /// The name.
        name: Text = Text::default(),
        /// Who reads it.
        narrators: List<Contributor>,
        /// The publisher; absent for development-mode apps.
        publisher: Option<Text>,
        /// How many chapters it has.
        total_chapters: Option<u32>,
    }
}

object! {
    /// An audiobook, as chapters and lists have it.
    SimplifiedAudiobook via SimplifiedAudiobookSlots "an audiobook";
    /// The id.
    id: AudiobookId;
    {
        /// The authors.
        authors: List<Contributor>,
        /// Where it is available; absent for development-mode apps.
        available_markets: Option<Box<Markets>>,
        /// The lines of copyright.
        copyrights: List<Copyright>,
        /// The description, without markup.
        description: Option<Text>,
        /// The edition, such as `Unabridged`.
        edition: Option<Text>,
        /// Whether it is explicit; `false` if that is not known.
        explicit: bool = false,
        /// The description, as HTML.
        html_description: Option<Text>,
        /// The cover in several sizes, the widest first.
        images: List<Image>,
        /// Whether its sound is kept outside of Spotify; not always told.
        is_externally_hosted: Option<bool>,
        /// Whether it can be played; not always told.
        is_playable: Option<bool>,
        /// The languages, as ISO 639 codes or by name.
        languages: List<Text>,
        /// `audio`.
        media_type: Option<Text>,
        /// The name.
        name: Text = Text::default(),
        /// Who reads it.
        narrators: List<Contributor>,
        /// The publisher; absent for development-mode apps.
        publisher: Option<Text>,
        /// How many chapters it has.
        total_chapters: Option<u32>,
    }
}

object! {
    /// A chapter of an audiobook.
    Chapter via ChapterSlots "a chapter";
    /// The id.
    id: ChapterId;
    {
        /// A preview of 30 seconds as MP3; absent for most apps.
        audio_preview_url: Option<Text>,
        /// The audiobook.
        audiobook: Option<Box<SimplifiedAudiobook>>,
        /// Where it is available; absent for development-mode apps.
        available_markets: Option<Box<Markets>>,
        /// The number of the chapter.
        chapter_number: Option<u32>,
        /// The description, without markup.
        description: Option<Text>,
        /// The duration in milliseconds; 0 if it is not told.
        duration_ms: u32 as DurationMs = 0,
        /// Whether it is explicit; `false` if that is not known.
        explicit: bool = false,
        /// The description, as HTML.
        html_description: Option<Text>,
        /// The cover in several sizes, the widest first.
        images: List<Image>,
        /// Whether it can be played; not always told.
        is_playable: Option<bool>,
        /// The languages, as ISO 639 codes or by name.
        languages: List<Text>,
        /// The name.
        name: Text = Text::default(),
        /// When it was released.
        release_date: Option<ReleaseDate>,
        /// How precisely that is known.
        release_date_precision: Option<DatePrecision>,
        /// Why it cannot be played, if it cannot.
        restrictions: Option<Restrictions>,
        /// How far the user has listened; needs the scope `user-read-playback-position`.
        resume_point: Option<ResumePoint>,
    }
}

object! {
    /// A chapter, as audiobooks have it.
    SimplifiedChapter via SimplifiedChapterSlots "a chapter";
    /// The id.
    id: ChapterId;
    {
        /// A preview of 30 seconds as MP3; absent for most apps.
        audio_preview_url: Option<Text>,
        /// Where it is available; absent for development-mode apps.
        available_markets: Option<Box<Markets>>,
        /// The number of the chapter.
        chapter_number: Option<u32>,
        /// The description, without markup.
        description: Option<Text>,
        /// The duration in milliseconds; 0 if it is not told.
        duration_ms: u32 as DurationMs = 0,
        /// Whether it is explicit; `false` if that is not known.
        explicit: bool = false,
        /// The description, as HTML.
        html_description: Option<Text>,
        /// The cover in several sizes, the widest first.
        images: List<Image>,
        /// Whether it can be played; not always told.
        is_playable: Option<bool>,
        /// The languages, as ISO 639 codes or by name.
        languages: List<Text>,
        /// The name.
        name: Text = Text::default(),
        /// When it was released.
        release_date: Option<ReleaseDate>,
        /// How precisely that is known.
        release_date_precision: Option<DatePrecision>,
        /// Why it cannot be played, if it cannot.
        restrictions: Option<Restrictions>,
        /// How far the user has listened; needs the scope `user-read-playback-position`.
        resume_point: Option<ResumePoint>,
    }
}

object! {
    /// An author or a narrator.
    Contributor via ContributorSlots "an author or a narrator";
    {
        /// The name.
        name: Text = Text::default(),
    }
}

linked!(Audiobook SimplifiedAudiobook Chapter SimplifiedChapter);

macro_rules! chapters {
    ($($name:ident)*) => {$(
        impl $name {
            /// The duration.
            #[must_use]
            pub fn duration(&self) -> Duration {
                Duration::from_millis(self.duration_ms.into())
            }

            /// Whether it can be played, as far as was told.
            #[must_use]
            pub fn is_playable(&self) -> bool {
                self.is_playable != Some(false) && self.restrictions.is_none()
            }
        }
    )*};
}

chapters!(Chapter SimplifiedChapter);
