//! Recommendations, for the apps that may still ask for them.
//!
//! It is written without `endpoint!`: what is wanted of each attribute makes up to three
//! parameters, and the seeds are counted together.

mod attribute;
mod seeds;

use std::collections::BTreeMap;

use bytes::Bytes;
use http::Response;
use spotify_core::{
    Availability, BuildError, Cache, DecodeError, Deprecation, Endpoint, GrantNeeded, Meta, Method,
    OutOfRange, Param, ParamKind, Place, Repeat, Target,
};

use crate::{
    Market,
    client::{Bound, Tracks},
    decode,
    model::Recommendations,
};

pub use attribute::{Attribute, Tuning};
pub use seeds::Seeds;

/// How many tracks to recommend.
const LIMIT: Param = Param::new("limit", Place::Query)
    .kind(ParamKind::Integer)
    .range(1, 100);

/// Recommends tracks on the grounds of artists, genres and other tracks.
///
/// Fewer tracks than the limit come where few let themselves be found; the seeds of the answer
/// tell how many each gave, and how many were left after tuning.
///
/// ```
/// # use spotify_core::{blocking::Client, testing::Replay};
/// use spotify_endpoints::{ArtistId, Attribute, GetRecommendations, Seeds};
///
/// const ARTIST: ArtistId = ArtistId::from_static("e9JLTTYQ2Od62wtwzfdnyN");
/// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/tracks/recommendations.extended.json"));
/// # let wire = Replay::new().on("GET /v1/recommendations?seed_artists=e9JLTTYQ2Od62wtwzfdnyN\
/// #     &seed_genres=chamber-folk,rainy&limit=10&target_energy=0.3&min_tempo=90&max_tempo=120", answer);
/// # let client = Client::builder(wire).token("an access token").build()?;
/// let seeds = Seeds::new().artists([ARTIST]).genres(["chamber-folk", "rainy"]);
/// let request = GetRecommendations::new(seeds)
///     .tune(Attribute::Energy, 0.3)
///     .tune(Attribute::Tempo, (90, 120))
///     .limit(10);
/// let found = client.send(request)?;
/// assert_eq!(found.tracks[0].name, "Second Snow");
/// # Ok::<(), spotify_core::Error>(())
/// ```
///
/// # Errors
/// No seed, or more than 5 in all, and genres with a comma are refused before anything is sent; so
/// are values outside of the [range](Attribute::range) of their attribute, values that are not
/// whole where [they have to be](Attribute::is_whole), infinite ones, and a minimum over its
/// maximum.
///
/// # The operation
/// - Request: `GET /recommendations`
/// - Token: an app's own is enough
/// - Scopes: none
/// - Open to: apps with extended quota that used it before 2024-11-27; others are refused
/// - Deprecated since 2024-11-27
/// - Sent again when its fate is unknown: yes, it changes nothing
/// - Limits: `seeds` 1 to 5 in all
/// - Limits: `limit` 1 to 100
/// - Source: [Spotify's reference](https://developer.spotify.com/documentation/web-api/reference/get-recommendations)
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
#[must_use = "a request does nothing until a client sends it"]
pub struct GetRecommendations {
    /// What to start from.
    pub seeds: Seeds,
    /// How many tracks to recommend at most; 20 unless set.
    pub limit: Option<u32>,
    /// The country in which they are to be available; a user's own goes before it.
    pub market: Option<Market>,
    /// What is wanted of the tracks.
    pub tuning: BTreeMap<Attribute, Tuning>,
}

impl GetRecommendations {
    /// Makes the request out of what it cannot do without.
    pub fn new(seeds: Seeds) -> Self {
        Self {
            seeds,
            limit: None,
            market: None,
            tuning: BTreeMap::new(),
        }
    }

    /// How many tracks to recommend at most; 20 unless set.
    pub fn limit(mut self, limit: u32) -> Self {
        self.limit = Some(limit);
        self
    }

    /// The country in which they are to be available; a user's own goes before it.
    pub fn market(mut self, market: Market) -> Self {
        self.market = Some(market);
        self
    }

    /// Sets all that is wanted of an attribute: a target, two bounds, or two bounds and a target.
    pub fn tune(mut self, attribute: Attribute, wanted: impl Into<Tuning>) -> Self {
        self.tuning.insert(attribute, wanted.into());
        self
    }

    /// Sets the smallest value of an attribute that is let through.
    pub fn min(mut self, attribute: Attribute, value: impl Into<f64>) -> Self {
        self.tuning.entry(attribute).or_default().min = Some(value.into());
        self
    }

    /// Sets the largest value of an attribute that is let through.
    pub fn max(mut self, attribute: Attribute, value: impl Into<f64>) -> Self {
        self.tuning.entry(attribute).or_default().max = Some(value.into());
        self
    }

    /// Sets the target of an attribute: the value that tracks should come near to.
    pub fn near(mut self, attribute: Attribute, value: impl Into<f64>) -> Self {
        self.tuning.entry(attribute).or_default().target = Some(value.into());
        self
    }
}

impl Endpoint for GetRecommendations {
    type Response = Recommendations;

    const META: &'static Meta = &Meta::new("GetRecommendations", Method::GET, "/recommendations")
        .found("Tracks", "recommendations")
        .reference("get-recommendations")
        .params(attribute::PARAMS)
        .grant(GrantNeeded::App)
        .availability(Availability::ClosedSince("2024-11-27"))
        .deprecated(Deprecation::new("2024-11-27", None))
        .cache(Cache::Private)
        .repeat(Repeat::Safe);

    fn target(&self, target: &mut Target) {
        target.path(Self::META.path, &[]);
        self.seeds.write(target);
        if let Some(limit) = &self.limit {
            target.query(LIMIT.name, limit);
        }
        if let Some(market) = &self.market {
            target.query("market", market);
        }
        for (attribute, wanted) in &self.tuning {
            wanted.write(*attribute, target);
        }
    }

    fn decode(&self, response: Response<Bytes>) -> Result<Recommendations, DecodeError> {
        decode::json(Self::META, &response)
    }

    fn check(&self) -> Result<(), BuildError> {
        let request = Self::META.name;
        self.seeds.check(request)?;
        if let Some(limit) = &self.limit {
            OutOfRange::check(request, &LIMIT, limit)?;
        }
        self.tuning
            .iter()
            .try_for_each(|(attribute, wanted)| wanted.check(request, *attribute))
    }
}

impl<'c, C> Tracks<'c, C> {
    /// Recommends tracks on the grounds of artists, genres and other tracks.
    ///
    /// See [`GetRecommendations`] for what it takes and needs.
    pub fn recommendations(self, seeds: Seeds) -> Bound<'c, C, GetRecommendations> {
        self.bind(GetRecommendations::new(seeds))
    }
}

/// The options of [`GetRecommendations`].
impl<C> Bound<'_, C, GetRecommendations> {
    /// How many tracks to recommend at most; 20 unless set.
    pub fn limit(self, limit: u32) -> Self {
        self.map(|request| request.limit(limit))
    }

    /// The country in which they are to be available; a user's own goes before it.
    pub fn market(self, market: Market) -> Self {
        self.map(|request| request.market(market))
    }

    /// Sets all that is wanted of an attribute: a target, two bounds, or two bounds and a target.
    pub fn tune(self, attribute: Attribute, wanted: impl Into<Tuning>) -> Self {
        self.map(|request| request.tune(attribute, wanted))
    }

    /// Sets the smallest value of an attribute that is let through.
    pub fn min(self, attribute: Attribute, value: impl Into<f64>) -> Self {
        self.map(|request| request.min(attribute, value))
    }

    /// Sets the largest value of an attribute that is let through.
    pub fn max(self, attribute: Attribute, value: impl Into<f64>) -> Self {
        self.map(|request| request.max(attribute, value))
    }

    /// Sets the target of an attribute: the value that tracks should come near to.
    pub fn near(self, attribute: Attribute, value: impl Into<f64>) -> Self {
        self.map(|request| request.near(attribute, value))
    }
}
