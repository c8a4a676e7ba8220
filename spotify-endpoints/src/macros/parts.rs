//! The parts that [`endpoint!`](super::endpoint) is made of.

/// Writes one part of an operation.
///
/// A parameter is given as what it is, but a `String`, a `ContextUri`, a `PlayableUri` and
/// `Fields` as whatever turns into one, and a `Vec<T>` as whatever gives what turns into `T`.
/// (Numbers could not be inferred, were they taken so.) A `Duration` goes over the wire in
/// milliseconds.
macro_rules! part {
    // What a setter takes, and how it is kept.
    (given String) => { impl Into<String> };
    (given ContextUri) => { impl Into<ContextUri> };
    (given PlayableUri) => { impl Into<PlayableUri> };
    (given Fields) => { impl Into<Fields> };
    (given Vec<$type:ty>) => { impl IntoIterator<Item = impl Into<$type>> };
    (given $type:ident $(<$of:ty>)?) => { $type $(<$of>)? };
    (take String $value:ident) => { $value.into() };
    (take ContextUri $value:ident) => { $value.into() };
    (take PlayableUri $value:ident) => { $value.into() };
    (take Fields $value:ident) => { $value.into() };
    (take Vec $value:ident) => { $value.into_iter().map(Into::into).collect() };
    (take $type:ident $value:ident) => { $value };
    (default) => { None };
    (default $default:expr) => { Some($default) };

    // How it is written.
    (key $name:ident) => { stringify!($name) };
    (key $name:ident $wire:literal) => { $wire };
    (wire Duration $value:expr) => { &$crate::request::Millis(*$value) };
    (wire $type:ident $value:expr) => { $value };

    // What is known about it.
    (param $place:ident required $name:ident $($wire:literal)?: $type:ident; $($range:literal)*) => {
        $crate::macros::part!(param $place optional $name $($wire)?: $type; $($range)*).required()
    };
    (param $place:ident optional $name:ident $($wire:literal)?: $type:ident;) => {
        ::spotify_core::Param::new(
            $crate::macros::part!(key $name $($wire)?),
            ::spotify_core::Place::$place,
        )
        .kind($crate::macros::part!(kind $type))
    };
    (
        param $place:ident optional $name:ident $($wire:literal)?: $type:ident;
        $lo:literal $hi:literal $($dlo:literal $dhi:literal)?
    ) => {
        $crate::macros::part!(param $place optional $name $($wire)?: $type;)
            .range($lo, $hi)
            $(.development($dlo, $dhi))?
    };
    (kind Vec) => { ::spotify_core::ParamKind::List };
    (kind bool) => { ::spotify_core::ParamKind::Boolean };
    (kind u8) => { ::spotify_core::ParamKind::Integer };
    (kind u32) => { ::spotify_core::ParamKind::Integer };
    (kind Duration) => { ::spotify_core::ParamKind::Integer };
    (kind Timestamp) => { ::spotify_core::ParamKind::Integer };
    (kind Offset) => { ::spotify_core::ParamKind::Object };
    (kind $type:ident) => { ::spotify_core::ParamKind::Text };
    (
        check $value:expr,
        param $place:ident $need:ident $name:ident $($wire:literal)?: $type:ident;
    ) => {};
    (
        check $value:expr,
        param $place:ident $need:ident $name:ident $($wire:literal)?: $type:ident;
        $($range:literal)+
    ) => {
        if let Some(value) = $value {
            const PARAM: &::spotify_core::Param =
                &$crate::macros::part!(param $place $need $name $($wire)?: $type; $($range)+);
            ::spotify_core::OutOfRange::check(Self::META.name, PARAM, value)?;
        }
    };

    // The facts of the operation.
    (response nothing) => { () };
    (response maybe $type:ty) => { Option<$type> };
    (response checked $type:ty) => { $crate::model::Checked<$type> };
    (response $decoder:ident $type:ty) => { $type };
    (mode) => { ::spotify_core::ScopeMode::All };
    (mode $mode:ident) => { ::spotify_core::ScopeMode::$mode };
    (instead) => { None };
    (instead $instead:literal) => { Some($instead) };

    // The body, where there is one.
    (body [] []) => {};
    (body $write:ident [$($json:tt)*] [$($json_optional:tt)*]) => {
        fn body(&self) -> Result<::spotify_core::Body, ::spotify_core::BuildError> {
            $write(self)
        }
    };
    (
        body
        [$($j:ident $($jn:literal)?: $jt:ident)*]
        [$($k:ident $($kn:literal)?: $kt:ident)*]
    ) => {
        fn body(&self) -> Result<::spotify_core::Body, ::spotify_core::BuildError> {
            $crate::request::object(|fields| {
                $(fields.put(
                    $crate::macros::part!(key $j $($jn)?),
                    $crate::macros::part!(wire $jt &self.$j),
                )?;)*
                $(if let Some(value) = &self.$k {
                    fields.put(
                        $crate::macros::part!(key $k $($kn)?),
                        $crate::macros::part!(wire $kt value),
                    )?;
                })*
                Ok(())
            })
        }
    };
}
pub(crate) use part;
