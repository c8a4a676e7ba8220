//! Shows and episodes.

use serde_json::{Value, json};

use super::{EMBEDDED, Shape, Window, extend, markets, put};
use crate::mock::catalogue::Kind;

impl Shape<'_> {
    pub(crate) fn simplified_show(&self, index: usize) -> Value {
        let name = self.catalogue.show_name(index);
        let about = format!("{name}: talk, tea and test fixtures.");
        let mut json = self.object(Kind::Show, index, &name);
        extend(
            &mut json,
            json!({
                "copyrights": [],
                "description": about,
                "explicit": false,
                "html_description": format!("<p>{about}</p>"),
                "images": self.images("show", &self.catalogue.id(Kind::Show, index)),
                "is_externally_hosted": (index % 2 == 1).then_some(false),
                "languages": ["en"],
                "media_type": "audio",
                "total_episodes": self.catalogue.episodes_of(index).len(),
            }),
        );
        if self.extended {
            put(&mut json, "available_markets", markets());
            put(&mut json, "publisher", json!("Fixture Radio"));
        }
        json
    }

    pub(crate) fn show(&self, index: usize) -> Value {
        let mut json = self.simplified_show(index);
        let episodes = self.show_episodes(index, EMBEDDED, &[]);
        put(&mut json, "episodes", episodes);
        json
    }

    /// The third episode of every show is null, as an episode that cannot be shown is.
    pub(crate) fn show_episodes(
        &self,
        index: usize,
        window: Window,
        query: &[(String, String)],
    ) -> Value {
        let episodes = self.catalogue.episodes_of(index);
        let total = episodes.len();
        let items = window
            .of(episodes.into_iter().enumerate())
            .map(|(at, episode)| {
                if at == 2 {
                    Value::Null
                } else {
                    self.simplified_episode(episode)
                }
            })
            .collect();
        let path = format!("/shows/{}/episodes", self.catalogue.id(Kind::Show, index));
        self.page(&path, query, total, window, items)
    }

    pub(crate) fn simplified_episode(&self, index: usize) -> Value {
        let name = self.catalogue.episode_name(index);
        let show = self.catalogue.show_name(self.catalogue.show_of(index));
        let mut json = self.object(Kind::Episode, index, &name);
        extend(
            &mut json,
            json!({
                "audio_preview_url": null,
                "description": format!("{show} presents {name}."),
                "duration_ms": 1_200_000 + self.catalogue.duration_ms(index) * 5,
                "explicit": false,
                "html_description": format!("<p>{show} presents {name}.</p>"),
                "images": self.images("episode", &self.catalogue.id(Kind::Episode, index)),
                "is_externally_hosted": false,
                "is_playable": true,
                "language": "en",
                "languages": ["en"],
                "release_date": self.catalogue.episode_date(index),
                "release_date_precision": "day",
            }),
        );
        self.put_resume_point(&mut json, index);
        json
    }

    pub(crate) fn episode(&self, index: usize) -> Value {
        let mut json = self.simplified_episode(index);
        put(
            &mut json,
            "show",
            self.simplified_show(self.catalogue.show_of(index)),
        );
        json
    }
}
