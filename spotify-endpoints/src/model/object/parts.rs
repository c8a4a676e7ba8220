//! The parts that `object!` is made of.

/// The key of a field.
macro_rules! key {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $key:literal) => {
        $key
    };
}
pub(crate) use key;

/// The codec of a field.
macro_rules! codec {
    () => {
        $crate::model::codec::Plain
    };
    ($codec:ident) => {
        $crate::model::codec::$codec
    };
}
pub(crate) use codec;

/// Whether a field has an old name as well.
macro_rules! has_two_names {
    () => {
        false
    };
    ($old:literal) => {
        true
    };
}
pub(crate) use has_two_names;

/// Writes one field, by both of its names if it has two.
macro_rules! put_field {
    ($self:ident, $map:ident, $field:ident, $key:expr, , $codec:ty, $type:ty) => {
        $crate::model::object::put::<$codec, $type, _>(&mut $map, $key, &$self.$field)?
    };
    ($self:ident, $map:ident, $field:ident, $key:expr, $old:literal, $codec:ty, $type:ty) => {
        $self
            .spelled
            .put::<$codec, $type, _>(&mut $map, $key, $old, &$self.$field)?
    };
}
pub(crate) use put_field;

/// Gives back what it is given: it ties an optional section of [`object!`] to its type.
pub(crate) fn same<T>(value: T) -> T {
    value
}
