//! What tracks sound like, for the apps that may still ask for it.

use crate::{
    TrackId,
    macros::endpoint,
    model::{AudioAnalysis, AudioFeatures, Items},
};

endpoint! {
    /// Reads what Spotify has measured of a track: tempo, key, mood and so on.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{GetAudioFeatures, TrackId};
    ///
    /// const ID: TrackId = TrackId::from_static("igwBPMsJFnm5fwky865W3K");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/tracks/audio-features.extended.json"));
    /// # let wire = Replay::new().on("GET /v1/audio-features/igwBPMsJFnm5fwky865W3K", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let features = client.send(GetAudioFeatures::new(ID))?;
    /// assert_eq!(features.id, ID);
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetAudioFeatures = GET "/audio-features/{id}" -> json AudioFeatures,
    in Tracks::audio_features,
    reference: "get-audio-features",
    grant: App,
    scopes: [],
    access: ClosedSince("2024-11-27"),
    deprecated: "2024-11-27",
    repeat: Safe,
    cache: Shared,
    path: {
        /// The track.
        id: TrackId,
    },
}

endpoint! {
    /// Reads what Spotify has measured of several tracks.
    ///
    /// They come in the order of the ids; [`Items::rows`] has a gap where there is no such track,
    /// or nothing is known of it.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{GetSeveralAudioFeatures, TrackId};
    ///
    /// const IDS: [TrackId; 3] = [
    ///     TrackId::from_static("igwBPMsJFnm5fwky865W3K"),
    ///     TrackId::from_static("0000000000000000000000"),
    ///     TrackId::from_static("F9UoO9yHo6EWEtC2MpsHVv"),
    /// ];
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/tracks/several-audio-features.extended.json"));
    /// # let wire = Replay::new().on("GET /v1/audio-features", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let features = client.send(GetSeveralAudioFeatures::new(IDS))?;
    /// let found: Vec<bool> = features.rows().map(|row| row.is_some()).collect();
    /// assert_eq!(found, [true, false, true]);
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetSeveralAudioFeatures = GET "/audio-features" -> audio_features Items<AudioFeatures>,
    in Tracks::several_audio_features,
    reference: "get-several-audio-features",
    grant: App,
    scopes: [],
    access: ClosedSince("2024-11-27"),
    deprecated: "2024-11-27",
    repeat: Safe,
    cache: Shared,
    required: {
        /// The tracks.
        ids: Vec<TrackId> in 1..=100,
    },
}

endpoint! {
    /// Reads how a track is built: its bars, beats, sections and segments.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{GetAudioAnalysis, TrackId};
    ///
    /// const ID: TrackId = TrackId::from_static("igwBPMsJFnm5fwky865W3K");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/tracks/audio-analysis.extended.json"));
    /// # let wire = Replay::new().on("GET /v1/audio-analysis/igwBPMsJFnm5fwky865W3K", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let analysis = client.send(GetAudioAnalysis::new(ID))?;
    /// assert_eq!(analysis.bars.len(), 2);
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetAudioAnalysis = GET "/audio-analysis/{id}" -> json AudioAnalysis,
    in Tracks::audio_analysis,
    reference: "get-audio-analysis",
    grant: App,
    scopes: [],
    access: ClosedSince("2024-11-27"),
    deprecated: "2024-11-27",
    repeat: Safe,
    cache: Shared,
    path: {
        /// The track.
        id: TrackId,
    },
}
