//! Why a text is not the id that it should be.

use std::fmt;

use spotify_core::Excerpt;

use super::parse::Form;

/// How many characters of a text are shown.
const SHOWN: usize = 80;

/// What an id, a URI or a link stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// An album.
    Album,
    /// An artist.
    Artist,
    /// An audiobook.
    Audiobook,
    /// A category of the browse tab; links call it a genre.
    Category,
    /// A chapter of an audiobook.
    Chapter,
    /// What a user has saved.
    Collection,
    /// An episode of a show.
    Episode,
    /// A file on a user's own device.
    Local,
    /// A playlist.
    Playlist,
    /// A show, that is, a podcast.
    Show,
    /// A track.
    Track,
    /// A user.
    User,
}

impl Kind {
    /// The word for it, as in URIs and in `type`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Album => "album",
            Self::Artist => "artist",
            Self::Audiobook => "audiobook",
            Self::Category => "category",
            Self::Chapter => "chapter",
            Self::Collection => "collection",
            Self::Episode => "episode",
            Self::Local => "local",
            Self::Playlist => "playlist",
            Self::Show => "show",
            Self::Track => "track",
            Self::User => "user",
        }
    }

    pub(crate) const fn with_article(self) -> &'static str {
        match self {
            Self::Album => "an album",
            Self::Artist => "an artist",
            Self::Audiobook => "an audiobook",
            Self::Category => "a category",
            Self::Chapter => "a chapter",
            Self::Collection => "a collection",
            Self::Episode => "an episode",
            Self::Local => "a local file",
            Self::Playlist => "a playlist",
            Self::Show => "a show",
            Self::Track => "a track",
            Self::User => "a user",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A text is not the id or the URI that is wanted.
///
/// Says what was found, what was wanted, what is allowed, and shows the beginning of the text
/// with control characters escaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdError {
    wanted: Wanted,
    problem: Problem,
    given: Excerpt,
}

impl IdError {
    pub(crate) fn new(wanted: Wanted, problem: Problem, given: &str) -> Self {
        let mut start: String = given.chars().take(SHOWN).collect();
        if start.len() < given.len() {
            start.push('…');
        }
        Self {
            wanted,
            problem,
            given: Excerpt::new(&start),
        }
    }

    /// Which kinds would have been right.
    #[must_use]
    pub fn wanted(&self) -> &'static [Kind] {
        match self.wanted {
            Wanted::Id(kind) => kind.alone(),
            Wanted::Uri(kinds) => kinds,
        }
    }

    /// Which kind the text is of, if it is a URI or a link of another than the wanted one.
    #[must_use]
    pub fn found(&self) -> Option<Kind> {
        match self.problem {
            Problem::Kind(kind, _) => Some(kind),
            _ => None,
        }
    }

    /// Whether the text is a short link, which only tells what it stands for when it is opened.
    #[must_use]
    pub fn is_short_link(&self) -> bool {
        self.problem == Problem::ShortLink
    }
}

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            wanted,
            problem,
            given,
        } = self;
        write!(f, "\"{given}\": {problem}; {wanted}")
    }
}

impl std::error::Error for IdError {}

/// What would have been right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// An id of one kind.
    Id(Kind),
    /// A URI of one of these kinds.
    Uri(&'static [Kind]),
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(kind) => {
                let own = match kind {
                    Kind::User => "the user's id itself",
                    Kind::Category => "the category's id itself",
                    _ => "22 letters and digits",
                };
                let word = if *kind == Kind::Category {
                    "genre"
                } else {
                    kind.as_str()
                };
                write!(
                    f,
                    "{} id is wanted: {own}, spotify:{word}:<id> or \
                     https://open.spotify.com/{word}/<id>",
                    kind.with_article()
                )
            }
            Self::Uri(kinds) => {
                f.write_str("a URI or a link is wanted of ")?;
                for (i, kind) in kinds.iter().enumerate() {
                    f.write_str(match i {
                        0 => "",
                        _ if i + 1 == kinds.len() => " or ",
                        _ => ", ",
                    })?;
                    f.write_str(kind.with_article())?;
                }
                match kinds.first() {
                    Some(kind) => write!(f, ", such as spotify:{kind}:<id>"),
                    None => Ok(()),
                }
            }
        }
    }
}

/// What is wrong with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Problem {
    Empty,
    /// It is a URI or a link of another kind.
    Kind(Kind, Form),
    /// It is a bare id, which does not tell its kind.
    Bare,
    UnknownKind(Form),
    NoId(Form),
    ShortLink,
    OtherHost,
    Base62,
    TooLong,
    Control,
    Dots,
    Encoding,
    Local,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("there is nothing"),
            Self::Kind(kind, form) => write!(f, "this is {} {form}", kind.with_article()),
            Self::Bare => f.write_str("this is neither a Spotify URI nor a link"),
            Self::UnknownKind(form) => write!(f, "this {form} is of no known kind"),
            Self::NoId(form) => write!(f, "this {form} has no id"),
            Self::ShortLink => f.write_str(
                "this is a short link, which has no id in it; parse it as a `ShortLink` and send \
                 `ResolveShortLink`, or open it in a browser and take the link that it leads to",
            ),
            Self::OtherHost => f.write_str("this is not a link to open.spotify.com"),
            Self::Base62 => f.write_str("this id is not 22 letters and digits"),
            Self::TooLong => f.write_str("this id is longer than 256 bytes"),
            Self::Control => f.write_str("this id has control characters in it"),
            Self::Dots => f.write_str("this id is nothing but dots"),
            Self::Encoding => f.write_str("this is not UTF-8 once it is percent-decoded"),
            Self::Local => f.write_str(
                "a local URI has the form spotify:local:<artist>:<album>:<title>:<seconds>",
            ),
        }
    }
}

impl Kind {
    /// A list of nothing but itself.
    const fn alone(self) -> &'static [Self] {
        match self {
            Self::Album => &[Self::Album],
            Self::Artist => &[Self::Artist],
            Self::Audiobook => &[Self::Audiobook],
            Self::Category => &[Self::Category],
            Self::Chapter => &[Self::Chapter],
            Self::Collection => &[Self::Collection],
            Self::Episode => &[Self::Episode],
            Self::Local => &[Self::Local],
            Self::Playlist => &[Self::Playlist],
            Self::Show => &[Self::Show],
            Self::Track => &[Self::Track],
            Self::User => &[Self::User],
        }
    }
}
