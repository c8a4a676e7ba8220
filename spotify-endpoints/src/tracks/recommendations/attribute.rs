//! What tracks can be chosen by: their attributes, and the values wanted of them.

use spotify_core::{Argument, BuildError, Escaper, Param, ParamKind, Place, Target};

/// Describes the parameter of one bound of an attribute.
macro_rules! bound {
    ($prefix:literal $word:literal $kind:ident $($least:literal $most:literal)?) => {
        Param::new(concat!($prefix, $word), Place::Query)
            .kind(ParamKind::$kind)
            $(.range($least, $most))?
    };
}

/// Declares the attributes, and the parameters of the request, of which some stand before them.
macro_rules! attributes {
    (
        [$($first:expr),* $(,)?]
        $(
            $(#[$doc:meta])*
            $name:ident = $word:literal $kind:ident $(in $least:literal..=$most:literal)?,
        )*
    ) => {
        /// What tracks can be chosen by.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Attribute {
            $($(#[$doc])* $name,)*
        }

        /// The parameters of the request.
        pub(super) const PARAMS: &[Param] = &[
            $($first,)*
            $(
                bound!("min_" $word $kind $($least $most)?),
                bound!("max_" $word $kind $($least $most)?),
                bound!("target_" $word $kind $($least $most)?),
            )*
        ];

        impl Attribute {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The word that Spotify uses.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }

            /// The smallest and the largest value, where Spotify sets them.
            #[must_use]
            pub const fn range(self) -> Option<(u32, u32)> {
                match self {
                    $(Self::$name => attributes!(range $($least $most)?),)*
                }
            }

            /// Whether its values are whole numbers.
            #[must_use]
            pub const fn is_whole(self) -> bool {
                match self {
                    $(Self::$name => matches!(ParamKind::$kind, ParamKind::Integer),)*
                }
            }

            /// The names of the parameters of its bounds.
            const fn names(self) -> Names {
                match self {
                    $(Self::$name => Names {
                        min: concat!("min_", $word),
                        max: concat!("max_", $word),
                        target: concat!("target_", $word),
                    },)*
                }
            }
        }
    };
    (range) => { None };
    (range $least:literal $most:literal) => { Some(($least, $most)) };
}

/// The names of the parameters of an attribute's bounds.
struct Names {
    min: &'static str,
    max: &'static str,
    target: &'static str,
}

attributes! {
    [
        Param::new("seed_artists", Place::Query).kind(ParamKind::List),
        Param::new("seed_genres", Place::Query).kind(ParamKind::List),
        Param::new("seed_tracks", Place::Query).kind(ParamKind::List),
        super::LIMIT,
        Param::new("market", Place::Query),
    ]

    /// How sure it is that the track is acoustic, from 0 to 1.
    Acousticness = "acousticness" Number in 0..=1,
    /// How well it suits for dancing, from 0 to 1.
    Danceability = "danceability" Number in 0..=1,
    /// The duration in milliseconds.
    DurationMs = "duration_ms" Integer,
    /// How intense and active it is, from 0 to 1.
    Energy = "energy" Number in 0..=1,
    /// How likely it has no vocals, from 0 to 1.
    Instrumentalness = "instrumentalness" Number in 0..=1,
    /// The key, from 0, which is C, in half tones to 11, which is B.
    Key = "key" Integer in 0..=11,
    /// How likely it was performed before an audience, from 0 to 1.
    Liveness = "liveness" Number in 0..=1,
    /// The loudness on average in decibels, mostly from -60 to 0.
    Loudness = "loudness" Number,
    /// Minor, which is 0, or major, which is 1.
    Mode = "mode" Integer in 0..=1,
    /// How popular it is, from 0 to 100.
    Popularity = "popularity" Integer in 0..=100,
    /// How much of it is spoken, from 0 to 1.
    Speechiness = "speechiness" Number in 0..=1,
    /// The tempo in beats per minute.
    Tempo = "tempo" Number,
    /// How many beats a bar has.
    TimeSignature = "time_signature" Integer,
    /// How cheerful it sounds, from 0 to 1.
    Valence = "valence" Number in 0..=1,
}

impl Attribute {
    fn check(
        self,
        request: &'static str,
        name: &'static str,
        value: f64,
    ) -> Result<(), BuildError> {
        let refuse = |problem: String| Err(BuildError::invalid(request, name, problem));
        if !value.is_finite() {
            return refuse(format!("{value} is no number that can be sent"));
        }
        if self.is_whole() && value.fract() != 0.0 {
            return refuse(format!("{value} is not whole; round it first"));
        }
        match self.range() {
            Some((min, max)) if !(f64::from(min)..=f64::from(max)).contains(&value) => {
                refuse(format!("{value} is outside {min}..={max}"))
            }
            _ => Ok(()),
        }
    }
}

/// What is wanted of an attribute, in any combination.
///
/// Made from one number, which is the [`target`](Self::target), from two, which are the bounds, or
/// from three.
///
/// ```
/// use spotify_endpoints::Tuning;
///
/// assert_eq!(Tuning::from(0.7).target, Some(0.7));
/// let tempo = Tuning::from((90, 120, 100));
/// assert_eq!((tempo.min, tempo.max, tempo.target), (Some(90.0), Some(120.0), Some(100.0)));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[non_exhaustive]
pub struct Tuning {
    /// The smallest value that is let through.
    pub min: Option<f64>,
    /// The largest value that is let through.
    pub max: Option<f64>,
    /// The value that tracks should come near to.
    pub target: Option<f64>,
}

impl Tuning {
    pub(super) fn write(&self, attribute: Attribute, target: &mut Target) {
        for (name, value) in self.bounds(attribute) {
            target.query(name, &Number(value));
        }
    }

    pub(super) fn check(
        &self,
        request: &'static str,
        attribute: Attribute,
    ) -> Result<(), BuildError> {
        for (name, value) in self.bounds(attribute) {
            attribute.check(request, name, value)?;
        }
        match (self.min, self.max) {
            (Some(min), Some(max)) if min > max => {
                let Names {
                    min: name,
                    max: other,
                    ..
                } = attribute.names();
                let problem = format!("{min} is over {other}, which is {max}; swap them");
                Err(BuildError::invalid(request, name, problem))
            }
            _ => Ok(()),
        }
    }

    fn bounds(&self, attribute: Attribute) -> impl Iterator<Item = (&'static str, f64)> {
        let names = attribute.names();
        [
            (names.min, self.min),
            (names.max, self.max),
            (names.target, self.target),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
    }
}

macro_rules! from_numbers {
    ($($number:ty)*) => {$(
        impl From<$number> for Tuning {
            fn from(target: $number) -> Self {
                Self {
                    target: Some(target.into()),
                    ..Self::default()
                }
            }
        }
    )*};
}

from_numbers!(f32 f64 i32 u32);

impl<A: Into<f64>, B: Into<f64>> From<(A, B)> for Tuning {
    fn from((min, max): (A, B)) -> Self {
        Self {
            min: Some(min.into()),
            max: Some(max.into()),
            target: None,
        }
    }
}

impl<A: Into<f64>, B: Into<f64>, C: Into<f64>> From<(A, B, C)> for Tuning {
    fn from((min, max, target): (A, B, C)) -> Self {
        Self {
            target: Some(target.into()),
            ..(min, max).into()
        }
    }
}

/// A number, written with all its digits and without an exponent.
struct Number(f64);

impl Argument for Number {
    fn write(&self, out: &mut Escaper<'_>) {
        // Added to zero, zero loses its sign.
        out.push(&(self.0 + 0.0).to_string());
    }
}
