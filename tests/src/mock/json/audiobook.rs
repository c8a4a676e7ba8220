//! Audiobooks and chapters.

use serde_json::{Value, json};

use super::{EMBEDDED, Shape, Window, extend, markets, put};
use crate::mock::catalogue::Kind;

impl Shape<'_> {
    pub(crate) fn simplified_audiobook(&self, index: usize) -> Value {
        let name = self.catalogue.audiobook_name(index);
        let author = self.catalogue.artist_name(index * 7 + 2);
        let mut json = self.object(Kind::Audiobook, index, &name);
        extend(
            &mut json,
            json!({
                "authors": [{"name": author}],
                "copyrights": [],
                "description": format!("{name}, told by its author."),
                "edition": "Unabridged",
                "explicit": false,
                "html_description": format!("<p>{name}, told by its author.</p>"),
                "images": self.images("audiobook", &self.catalogue.id(Kind::Audiobook, index)),
                "languages": ["en"],
                "media_type": "audio",
                "narrators": [{"name": author}],
                "total_chapters": self.catalogue.chapter_count(index),
            }),
        );
        if self.extended {
            put(&mut json, "available_markets", markets());
            put(&mut json, "publisher", json!("Fixture Press"));
        }
        json
    }

    pub(crate) fn audiobook(&self, index: usize) -> Value {
        let mut json = self.simplified_audiobook(index);
        let chapters = self.chapters(index, EMBEDDED, &[]);
        put(&mut json, "chapters", chapters);
        json
    }

    /// The third chapter of every audiobook is null, as a chapter that cannot be shown is.
    pub(crate) fn chapters(
        &self,
        index: usize,
        window: Window,
        query: &[(String, String)],
    ) -> Value {
        let chapters = self.catalogue.chapters_of(index);
        let total = chapters.len();
        let items = window
            .of(chapters.into_iter().enumerate())
            .map(|(at, chapter)| match at {
                2 => Value::Null,
                _ => self.simplified_chapter(chapter),
            })
            .collect();
        let id = self.catalogue.id(Kind::Audiobook, index);
        let path = format!("/audiobooks/{id}/chapters");
        self.page(&path, query, total, window, items)
    }

    fn simplified_chapter(&self, index: usize) -> Value {
        let book = self.catalogue.audiobook_of(index);
        let number = self.catalogue.chapter_number(index);
        let mut json = self.object(Kind::Chapter, index, &format!("Chapter {}", number + 1));
        extend(
            &mut json,
            json!({
                "audio_preview_url": null,
                "chapter_number": number,
                "description": "",
                "duration_ms": 600_000 + self.catalogue.duration_ms(index) * 3,
                "explicit": false,
                "html_description": "",
                "images": self.images("audiobook", &self.catalogue.id(Kind::Audiobook, book)),
                "is_playable": true,
                "languages": ["en"],
                "release_date": "2024-02-29",
                "release_date_precision": "day",
            }),
        );
        if self.extended {
            // As documented; the other profile has what one expects. What is true is not known.
            put(&mut json, "type", json!("episode"));
            put(&mut json, "available_markets", markets());
        }
        self.put_resume_point(&mut json, index);
        json
    }

    pub(crate) fn chapter(&self, index: usize) -> Value {
        let mut json = self.simplified_chapter(index);
        let book = self.simplified_audiobook(self.catalogue.audiobook_of(index));
        put(&mut json, "audiobook", book);
        json
    }
}
