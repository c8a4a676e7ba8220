//! The facts about an operation, as text for its documentation.

/// Writes one fact as a literal.
macro_rules! docs {
    (grant App) => { "an app's own is enough" };
    (grant User) => { "a user's" };
    (grant User premium) => { "a user's, who must have Premium" };

    (scopes $($mode:ident)? []) => { "none" };
    (scopes [$($scope:literal)+]) => { $crate::macros::docs!(list $($scope)+) };
    (scopes All [$($scope:literal)+]) => { $crate::macros::docs!(list $($scope)+) };
    (scopes Any [$($scope:literal)+]) => {
        concat!(
            "one of ", $crate::macros::docs!(list $($scope)+),
            ", depending on whether the playlist is public",
        )
    };
    (scopes Either [$($scope:literal)+]) => {
        concat!("one of ", $crate::macros::docs!(list $($scope)+))
    };
    (scopes Optional [$($scope:literal)+]) => {
        concat!("none; more is shown with ", $crate::macros::docs!(list $($scope)+))
    };
    (scopes ByUri [$($scope:literal)+]) => {
        concat!(
            "of ", $crate::macros::docs!(list $($scope)+),
            " those that go with the kinds of the URIs",
        )
    };
    (scopes FirstRequired [$first:literal $($more:literal)+]) => {
        concat!("`", $first, "`; more is shown with ", $crate::macros::docs!(list $($more)+))
    };
    (list $scope:literal) => { concat!("`", $scope, "`") };
    (list $scope:literal $($rest:literal)+) => {
        concat!("`", $scope, "`, ", $crate::macros::docs!(list $($rest)+))
    };

    (access Everyone) => { "every app" };
    (access ExtendedQuota) => { "apps with extended quota; others are refused" };
    (access ClosedSince $day:literal) => {
        concat!("apps with extended quota that used it before ", $day, "; others are refused")
    };

    (access Withdrawn) => { "no app any more" };

    (repeat Safe) => { "yes, it changes nothing" };
    (repeat Idempotent) => { "yes, done twice it is as done once" };
    (repeat Once) => { "no, done twice it is done twice" };

    (limit $name:ident $($wire:literal)?: $type:ident) => { "" };
    (limit $name:ident $($wire:literal)?: $type:ident; $lo:literal $hi:literal $($dlo:literal $dhi:literal)?) => {
        concat!(
            "\n- Limits: `", stringify!($name), "` ", $lo, " to ", $hi,
            $crate::macros::docs!(unit $type),
            $(", ", $dlo, " to ", $dhi, " for development-mode apps",)?
        )
    };
    (unit Vec) => { " elements" };
    (unit String) => { " characters" };
    (unit $type:ident) => { "" };
}
pub(crate) use docs;
