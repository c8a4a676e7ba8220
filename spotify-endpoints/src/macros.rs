//! [`endpoint!`], by which operations are declared.

mod docs;
mod parts;

pub(crate) use docs::docs;
pub(crate) use parts::part;

/// Declares one operation: the request, its setters, its [`Endpoint`](spotify_core::Endpoint),
/// and its place in the fluent client.
///
/// `-> decoder Type` names a function of [`decode`](crate::decode); `decoder @field` hands it that
/// field of the request as well. `grant: User premium` says that the user must have Premium.
///
/// The first line of its documentation is a sentence, which is all that the fluent method says.
/// The facts stand in a fixed order, and so do the sections, of which each may be left out:
/// `path`, `fixed` (sent as it stands), `required` and `optional` (both in the query), `json` and
/// `json_optional` (both in the body). Where a body is more than its fields, `body: function` names
/// what writes it; `check: function` refuses what the ranges do not, and `needs: function` says
/// which of the scopes the arguments take.
///
/// A parameter is `name as "name_on_the_wire": Type in 1..=50 development 1..=10 = default`, of
/// which only name and type must be there, and only an optional one has a default. What it is
/// given as follows from its type: see [`part!`].
macro_rules! endpoint {
    (
        #[$first:meta]
        $(#[$doc:meta])*
        $name:ident = $method:ident $path:literal
            -> $decoder:ident $(@$asked:ident)? $($response:ty)?,
        in $group:ident::$verb:ident,
        reference: $reference:literal,
        grant: $grant:ident $($premium:ident)?,
        scopes: $($mode:ident)? [$($scope:literal),* $(,)?],
        access: $access:ident $(($closed:literal))?,
        $(deprecated: $since:literal $(=> $instead:literal)?,)?
        repeat: $repeat:ident,
        cache: $cache:ident,
        $(needs: $needs:path,)?
        $(check: $check:path,)?
        $(body: $write:ident,)?
        $(path: {$(
            $(#[$pdoc:meta])* $p:ident: $pt:ident $(<$pa:ty>)?
        ),* $(,)?},)?
        $(fixed: {$($fixed:literal: $value:literal),* $(,)?},)?
        $(required: {$(
            $(#[$rdoc:meta])* $r:ident $(as $rn:literal)?: $rt:ident $(<$ra:ty>)?
            $(in $rlo:literal..=$rhi:literal $(development $rdlo:literal..=$rdhi:literal)?)?
        ),* $(,)?},)?
        $(optional: {$(
            $(#[$odoc:meta])* $o:ident $(as $on:literal)?: $ot:ident $(<$oa:ty>)?
            $(in $olo:literal..=$ohi:literal $(development $odlo:literal..=$odhi:literal)?)?
            $(= $default:expr)?
        ),* $(,)?},)?
        $(json: {$(
            $(#[$jdoc:meta])* $j:ident $(as $jn:literal)?: $jt:ident $(<$ja:ty>)?
            $(in $jlo:literal..=$jhi:literal)?
        ),* $(,)?},)?
        $(json_optional: {$(
            $(#[$kdoc:meta])* $k:ident $(as $kn:literal)?: $kt:ident $(<$ka:ty>)?
            $(in $klo:literal..=$khi:literal)?
        ),* $(,)?},)?
    ) => {
        #[$first]
        $(#[$doc])*
        #[doc = concat!(
            "\n\n# The operation\n- Request: `", stringify!($method), " ", $path, "`",
            "\n- Token: ", $crate::macros::docs!(grant $grant $($premium)?),
            "\n- Scopes: ", $crate::macros::docs!(scopes $($mode)? [$($scope)*]),
            "\n- Open to: ", $crate::macros::docs!(access $access $($closed)?),
            $("\n- Deprecated since ", $since, $("; instead: `", $instead, "`",)?)?
            "\n- Sent again when its fate is unknown: ", $crate::macros::docs!(repeat $repeat),
            $($("\n- Always sent: `", $fixed, "=", $value, "`",)*)?
            $($($crate::macros::docs!(
                limit $r $($rn)?: $rt $(; $rlo $rhi $($rdlo $rdhi)?)?
            ),)*)?
            $($($crate::macros::docs!(
                limit $o $($on)?: $ot $(; $olo $ohi $($odlo $odhi)?)?
            ),)*)?
            $($($crate::macros::docs!(limit $j $($jn)?: $jt $(; $jlo $jhi)?),)*)?
            $($($crate::macros::docs!(limit $k $($kn)?: $kt $(; $klo $khi)?),)*)?
            "\n- Source: [Spotify's reference]",
            "(https://developer.spotify.com/documentation/web-api/reference/", $reference, ")",
        )]
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        #[must_use = "a request does nothing until a client sends it"]
        pub struct $name {
            $($($(#[$pdoc])* pub $p: $pt $(<$pa>)?,)*)?
            $($($(#[$rdoc])* pub $r: $rt $(<$ra>)?,)*)?
            $($($(#[$jdoc])* pub $j: $jt $(<$ja>)?,)*)?
            $($($(#[$odoc])* pub $o: Option<$ot $(<$oa>)?>,)*)?
            $($($(#[$kdoc])* pub $k: Option<$kt $(<$ka>)?>,)*)?
        }

        impl $name {
            /// Makes the request out of what it cannot do without.
            #[allow(clippy::new_without_default, reason = "all requests are made alike")]
            pub fn new(
                $($($p: $crate::macros::part!(given $pt $(<$pa>)?),)*)?
                $($($r: $crate::macros::part!(given $rt $(<$ra>)?),)*)?
                $($($j: $crate::macros::part!(given $jt $(<$ja>)?),)*)?
            ) -> Self {
                Self {
                    $($($p: $crate::macros::part!(take $pt $p),)*)?
                    $($($r: $crate::macros::part!(take $rt $r),)*)?
                    $($($j: $crate::macros::part!(take $jt $j),)*)?
                    $($($o: $crate::macros::part!(default $($default)?),)*)?
                    $($($k: None,)*)?
                }
            }

            $($(
                $(#[$odoc])*
                pub fn $o(mut self, $o: $crate::macros::part!(given $ot $(<$oa>)?)) -> Self {
                    self.$o = Some($crate::macros::part!(take $ot $o));
                    self
                }
            )*)?
            $($(
                $(#[$kdoc])*
                pub fn $k(mut self, $k: $crate::macros::part!(given $kt $(<$ka>)?)) -> Self {
                    self.$k = Some($crate::macros::part!(take $kt $k));
                    self
                }
            )*)?
        }

        impl ::spotify_core::Endpoint for $name {
            type Response = $crate::macros::part!(response $decoder $($response)?);

            const META: &'static ::spotify_core::Meta = {
                const SCOPES: &[::spotify_core::Scope] =
                    &[$(::spotify_core::Scope::from_static($scope)),*];
                const PARAMS: &[::spotify_core::Param] = &[
                    $($($crate::macros::part!(param Path required $p: $pt;),)*)?
                    $($(::spotify_core::Param::new($fixed, ::spotify_core::Place::Query)
                        .required(),)*)?
                    $($($crate::macros::part!(
                        param Query required $r $($rn)?: $rt; $($rlo $rhi $($rdlo $rdhi)?)?
                    ),)*)?
                    $($($crate::macros::part!(
                        param Query optional $o $($on)?: $ot; $($olo $ohi $($odlo $odhi)?)?
                    ),)*)?
                    $($($crate::macros::part!(
                        param Body required $j $($jn)?: $jt; $($jlo $jhi)?
                    ),)*)?
                    $($($crate::macros::part!(
                        param Body optional $k $($kn)?: $kt; $($klo $khi)?
                    ),)*)?
                ];
                assert!(
                    $crate::request::names_agree($path, &[$($(stringify!($p)),*)?]),
                    "the placeholders of the path and the section `path` differ",
                );
                &::spotify_core::Meta::new(
                    stringify!($name),
                    ::spotify_core::Method::$method,
                    $path,
                )
                .found(stringify!($group), stringify!($verb))
                .reference($reference)
                .params(PARAMS)
                .scopes(SCOPES, $crate::macros::part!(mode $($mode)?))
                .grant(::spotify_core::GrantNeeded::$grant)
                $(.$premium())?
                .availability(::spotify_core::Availability::$access $(($closed))?)
                $(.deprecated(::spotify_core::Deprecation::new(
                    $since,
                    $crate::macros::part!(instead $($instead)?),
                )))?
                .cache(::spotify_core::Cache::$cache)
                .repeat(::spotify_core::Repeat::$repeat)
            };

            $(
                fn scopes(&self) -> ::spotify_core::ScopeNeeds {
                    $needs(self)
                }
            )?

            fn target(&self, target: &mut ::spotify_core::Target) {
                target.path($path, &[$($(&self.$p),*)?]);
                $($(target.query($fixed, $value);)*)?
                $($(
                    target.query(
                        $crate::macros::part!(key $r $($rn)?),
                        $crate::macros::part!(wire $rt &self.$r),
                    );
                )*)?
                $($(
                    if let Some(value) = &self.$o {
                        target.query(
                            $crate::macros::part!(key $o $($on)?),
                            $crate::macros::part!(wire $ot value),
                        );
                    }
                )*)?
            }

            $crate::macros::part! {
                body $($write)?
                [$($($j $($jn)?: $jt)*)?]
                [$($($k $($kn)?: $kt)*)?]
            }

            fn decode(
                &self,
                response: ::http::Response<::bytes::Bytes>,
            ) -> Result<Self::Response, ::spotify_core::DecodeError> {
                $crate::decode::$decoder(Self::META, &response $(, &self.$asked)?)
            }

            fn check(&self) -> Result<(), ::spotify_core::BuildError> {
                $($($crate::macros::part!(
                    check Some(&self.$r), param Query required $r $($rn)?: $rt;
                    $($rlo $rhi $($rdlo $rdhi)?)?
                );)*)?
                $($($crate::macros::part!(
                    check self.$o.as_ref(), param Query optional $o $($on)?: $ot;
                    $($olo $ohi $($odlo $odhi)?)?
                );)*)?
                $($($crate::macros::part!(
                    check Some(&self.$j), param Body required $j $($jn)?: $jt; $($jlo $jhi)?
                );)*)?
                $($($crate::macros::part!(
                    check self.$k.as_ref(), param Body optional $k $($kn)?: $kt; $($klo $khi)?
                );)*)?
                $($check(self)?;)?
                Ok(())
            }
        }

        impl<'c, C> $crate::client::$group<'c, C> {
            #[$first]
            #[doc = concat!("\n\nSee [`", stringify!($name), "`] for what it takes and needs.")]
            pub fn $verb(
                self,
                $($($p: $crate::macros::part!(given $pt $(<$pa>)?),)*)?
                $($($r: $crate::macros::part!(given $rt $(<$ra>)?),)*)?
                $($($j: $crate::macros::part!(given $jt $(<$ja>)?),)*)?
            ) -> $crate::client::Bound<'c, C, $name> {
                self.bind($name::new($($($p,)*)? $($($r,)*)? $($($j,)*)?))
            }
        }

        #[doc = concat!("The options of [`", stringify!($name), "`](crate::", stringify!($name), ").")]
        impl<'c, C> $crate::client::Bound<'c, C, $name> {
            $($(
                $(#[$odoc])*
                pub fn $o(self, $o: $crate::macros::part!(given $ot $(<$oa>)?)) -> Self {
                    self.map(|request| request.$o($o))
                }
            )*)?
            $($(
                $(#[$kdoc])*
                pub fn $k(self, $k: $crate::macros::part!(given $kt $(<$ka>)?)) -> Self {
                    self.map(|request| request.$k($k))
                }
            )*)?
        }
    };
}
pub(crate) use endpoint;
