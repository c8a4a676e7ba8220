//! What is known about the parameters of an operation.

/// What is known about one parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Param {
    /// Its name on the wire.
    pub name: &'static str,
    /// Where it stands.
    pub place: Place,
    /// What is written there.
    pub kind: ParamKind,
    /// Whether the operation cannot do without it.
    pub required: bool,
    /// The smallest and the largest value; of a list, the fewest and the most elements.
    pub range: Option<(u64, u64)>,
    /// The range for apps in Development mode, where it is another.
    pub development: Option<(u64, u64)>,
}

impl Param {
    /// Describes an optional text.
    #[must_use]
    pub const fn new(name: &'static str, place: Place) -> Self {
        Self {
            name,
            place,
            kind: ParamKind::Text,
            required: false,
            range: None,
            development: None,
        }
    }

    /// Sets what is written there.
    #[must_use]
    pub const fn kind(mut self, kind: ParamKind) -> Self {
        self.kind = kind;
        self
    }

    /// Sets that the operation cannot do without it.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Sets the smallest and the largest value.
    #[must_use]
    pub const fn range(mut self, min: u64, max: u64) -> Self {
        self.range = Some((min, max));
        self
    }

    /// Sets the range for apps in Development mode.
    #[must_use]
    pub const fn development(mut self, min: u64, max: u64) -> Self {
        self.development = Some((min, max));
        self
    }
}

/// Where a parameter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Place {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In the JSON body.
    Body,
}

/// What a parameter is on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ParamKind {
    /// A text: an id, a URI, one word of a few.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Several texts: in a query with commas between them, in a body as a JSON array.
    List,
    /// A JSON object.
    Object,
}

impl ParamKind {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::List => "list",
            Self::Object => "object",
        }
    }
}
