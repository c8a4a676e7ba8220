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

/// Reads one field, and notes by which of its names if it has two.
macro_rules! fill {
    ($self:ident, $map:ident, $field:ident $name:ident, $codec:ty, $type:ty) => {
        $crate::model::object::fill::<$codec, $type, A>(&mut $self.$field, $map)?
    };
    ($self:ident, $map:ident, $field:ident $name:ident $old:literal, $codec:ty, $type:ty) => {
        $crate::model::object::fill_spelled::<$codec, $type, A>(
            &mut $self.$field,
            $map,
            (&mut $self.spelled, $crate::model::object::Spelled::$name),
        )?
    };
}
pub(crate) use fill;

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
