//! How the models are declared, and how they are read in one pass.

mod parts;
mod write;

use std::{fmt, marker::PhantomData};

use serde::{
    Deserializer,
    de::{self, DeserializeSeed, IgnoredAny, MapAccess, Unexpected, Visitor},
};

pub(crate) use parts::{codec, fill, key, put_field, same};
pub(crate) use write::{Spelled, begin, put};

use super::{
    codec::{Cursor, Filler, Read, Write, nullable},
    mode::{self, Mode},
};

/// Goes past the usual form of an object, and gives what it is.
pub(crate) type Scan<T> = fn(&mut Cursor<'_>) -> Option<T>;

/// The fields of an object while it is read.
pub(crate) trait Slots<'de>: Sized {
    /// What comes out.
    type Object;

    /// A key that is known.
    type Field: Copy;

    /// What is expected, for error messages.
    const EXPECTED: &'static str;

    /// Goes past the usual form of the object, where that is quicker than field by field.
    const SCAN: Option<Scan<Self::Object>> = None;

    /// Nothing has been read.
    fn empty() -> Self;

    /// Looks a key up.
    fn find(key: &str) -> Option<Self::Field>;

    /// Reads the value of a key.
    fn accept<A: MapAccess<'de>>(
        &mut self,
        field: Self::Field,
        map: &mut A,
    ) -> Result<(), A::Error>;

    /// Puts the object together.
    fn finish<E: de::Error>(self) -> Result<Self::Object, E>;

    /// Puts the object together in its place, perhaps as a part of something else. What was read
    /// is taken out, which costs less than to move all of the slots.
    fn finish_as<R, E: de::Error>(
        &mut self,
        place: &mut Option<R>,
        wrap: impl FnOnce(Self::Object) -> R,
    ) -> Result<(), E> {
        *place = Some(wrap(std::mem::replace(self, Self::empty()).finish()?));
        Ok(())
    }
}

/// Reads an object; unknown keys are ignored.
#[inline]
pub(crate) fn read<'de, T: Slots<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T::Object, D::Error> {
    let mut place = None;
    match T::SCAN {
        Some(_) => read_into::<T, D>(deserializer, &mut place)?,
        None => deserializer.deserialize_map(Object::<T>(&mut place))?,
    }
    place.ok_or_else(|| de::Error::invalid_type(Unexpected::Unit, &T::EXPECTED))
}

/// Reads an object into its place; null leaves the place as it is.
pub(crate) fn read_into<'de, T: Slots<'de>, D: Deserializer<'de>>(
    deserializer: D,
    place: &mut Option<T::Object>,
) -> Result<(), D::Error> {
    match T::SCAN {
        Some(scan) if Mode::get() == Mode::Json => {
            let json = mode::raw(deserializer)?;
            let mut cursor = Cursor::new(json);
            if let Some(object) = scan(&mut cursor).filter(|_| cursor.is_over()) {
                *place = Some(object);
                return Ok(());
            }
            let mut reader = serde_json::Deserializer::from_str(json);
            let read = Mode::Any.run(|| reader.deserialize_any(Object::<T>(place)));
            read.map_err(de::Error::custom)
        }
        _ => deserializer.deserialize_any(Object::<T>(place)),
    }
}

struct Object<'a, 'de, T: Slots<'de>>(&'a mut Option<T::Object>);

impl<'de, T: Slots<'de>> Visitor<'de> for Object<'_, 'de, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    nullable!();

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut slots = T::empty();
        while let Some(field) = map.next_key_seed(Key::<T>(PhantomData))? {
            match field {
                Some(field) => slots.accept(field, &mut map)?,
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        slots.finish_as(self.0, |object| object)
    }
}

/// Looks a key up while it is read.
struct Key<T>(PhantomData<T>);

impl<'de, T: Slots<'de>> DeserializeSeed<'de> for Key<T> {
    type Value = Option<T::Field>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de, T: Slots<'de>> Visitor<'de> for Key<T> {
    type Value = Option<T::Field>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    #[inline]
    fn visit_str<E: de::Error>(self, key: &str) -> Result<Self::Value, E> {
        Ok(T::find(key))
    }
}

/// Reads a value into its slot. A key may come twice: the last value that is not null stays.
#[inline]
pub(crate) fn fill<'de, C: Read<T>, T, A: MapAccess<'de>>(
    slot: &mut Option<T>,
    map: &mut A,
) -> Result<(), A::Error> {
    map.next_value_seed(Filler::<C, T>::new(slot))
}

/// Reads a value that comes by one of two names, and notes by which, unless it is null.
#[inline]
pub(crate) fn fill_spelled<'de, C: Read<T> + Write<T>, T, A: MapAccess<'de>>(
    slot: &mut Option<T>,
    map: &mut A,
    spelled: (&mut Option<Spelled>, Spelled),
) -> Result<(), A::Error> {
    let before = if slot.is_some() { slot.take() } else { None };
    fill::<C, T, A>(slot, map)?;
    if slot.as_ref().is_some_and(|value| !C::is_absent(value)) {
        let (all, this) = spelled;
        *all = Spelled::also(*all, this);
    } else {
        *slot = before;
    }
    Ok(())
}

/// What the absence of a field means: its default if it has one, or what its type says.
#[inline]
pub(crate) fn absent<C: Read<T>, T, E: de::Error>(
    default: Option<T>,
    key: &'static str,
) -> Result<T, E> {
    default
        .or_else(C::absent)
        .ok_or_else(|| E::missing_field(key))
}

/// Declares a model: a struct with its reader and its writer.
///
/// `via` names the struct that holds its fields while it is read. With a line `id: …;` it has
/// an id, and `type`, `href`, `uri` and `external_urls`, which follow from it. A field is read
/// by its own name or by the key in brackets, after which its old name may follow; such a struct
/// has a line `[spelled];`. `as` names a codec other than the usual one; `=` says what an absent
/// field means where its type does not. A field with two names has the usual codec.
macro_rules! object {
    (
        $(#[$doc:meta])*
        $name:ident $(<$t:ident>)? via $slots:ident $expected:literal;
        $($(#[$id_doc:meta])* id: $id:ty;)?
        $([$spelled:ident];)?
        $(scan: $scan:path;)?
        {$(
            $(#[$note:meta])*
            $field:ident $([$key:literal $(| $old:literal)?])?: $type:ty
                $(as $codec:ident)? $(= $default:expr)?,
        )*}
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub struct $name $(<$t>)? {
            $($(#[$id_doc])* pub id: $id,)?
            $($(#[$note])* pub $field: $type,)*
            $(pub(crate) links: $crate::model::links::Links<$id>,)?
            $(pub(crate) $spelled: $crate::model::object::Spelled,)?
        }

        pub(crate) struct $slots<'de $(, $t)?> {
            $(pub(crate) links: $crate::model::links::LinkSlots<'de, $id>,)?
            $(pub(crate) $field: Option<$type>,)*
            #[allow(dead_code, reason = "only some fields have two names")]
            spelled: Option<$crate::model::object::Spelled>,
            input: std::marker::PhantomData<&'de ()>,
        }

        const _: () = {
            #[allow(unused_imports, reason = "not every object has an id")]
            use $crate::model::{
                codec::Cursor,
                links::{LinkField, LinkSlots},
                object::{self, Slots, Spelled},
            };

            #[derive(Clone, Copy)]
            #[allow(non_camel_case_types, reason = "they are named like the fields")]
            #[allow(dead_code, reason = "not every object has an id, or a field of two names")]
            pub(crate) enum Field {
                $($field,)*
                OldName,
                Link(LinkField),
            }

            impl<'de $(, $t: serde::de::DeserializeOwned)?> Slots<'de> for $slots<'de $(, $t)?> {
                type Object = $name $(<$t>)?;
                type Field = Field;

                const EXPECTED: &'static str = $expected;
                $(const SCAN: Option<object::Scan<Self::Object>> = Some($scan);)?

                fn empty() -> Self {
                    Self {
                        $(links: LinkSlots::<$id>::empty(),)?
                        $($field: None,)*
                        spelled: None,
                        input: std::marker::PhantomData,
                    }
                }

                fn find(key: &str) -> Option<Field> {
                    $(if let Some(field) = LinkSlots::<$id>::find(key) {
                        return Some(Field::Link(field));
                    })?
                    match key {
                        $(_ if key == object::key!($field $($key)?) => Some(Field::$field),)*
                        $($($(_ if key == $old => Some(Field::OldName),)?)?)*
                        _ => None,
                    }
                }

                #[inline]
                fn accept<A: serde::de::MapAccess<'de>>(
                    &mut self,
                    field: Field,
                    map: &mut A,
                ) -> Result<(), A::Error> {
                    match field {
                        $(Field::$field => {
                            object::fill!(
                                self, map, $field New $($($old)?)?,
                                object::codec!($($codec)?), $type
                            );
                        })*
                        $($($(Field::OldName => {
                            object::fill!(
                                self, map, $field Old $old, object::codec!(), $type
                            );
                        })?)?)*
                        $(Field::Link(field) => {
                            LinkSlots::<$id>::accept(&mut self.links, field, map)?;
                        })?
                        #[allow(unreachable_patterns, reason = "the keys that are never found")]
                        _ => {}
                    }
                    Ok(())
                }

                fn finish<E: serde::de::Error>(mut self) -> Result<Self::Object, E> {
                    let mut place = None;
                    self.finish_as(&mut place, |object| object)?;
                    place.ok_or_else(|| E::custom($expected))
                }

                #[inline]
                fn finish_as<R, E: serde::de::Error>(
                    &mut self,
                    place: &mut Option<R>,
                    wrap: impl FnOnce(Self::Object) -> R,
                ) -> Result<(), E> {
                    $(let (id, links) = LinkSlots::<$id>::finish(&mut self.links)?;)?
                    *place = Some(wrap($name {
                        $(id: object::same::<$id>(id), links,)?
                        $($field: match self.$field.take() {
                            Some(value) => value,
                            None => object::absent::<object::codec!($($codec)?), $type, E>(
                                None $(.or_else(|| Some($default)))?,
                                object::key!($field $($key)?),
                            )?,
                        },)*
                        $($spelled: self.spelled.unwrap_or_default(),)?
                    }));
                    Ok(())
                }
            }
        };

        impl $(<$t: serde::de::DeserializeOwned>)? $crate::model::codec::Scan
            for $name $(<$t>)?
        {
            const SCAN: Option<fn(&mut $crate::model::codec::Cursor<'_>) -> Option<Self>> =
                <$slots<'_ $(, $t)?> as $crate::model::object::Slots<'_>>::SCAN;
        }

        impl<'de $(, $t: serde::de::DeserializeOwned)?>
            serde::Deserialize<'de> for $name $(<$t>)?
        {
            #[inline]
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                $crate::model::object::read::<$slots<'de $(, $t)?>, D>(d)
            }
        }

        impl $(<$t: serde::Serialize>)? serde::Serialize for $name $(<$t>)? {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                use $crate::model::object;
                let mut map = object::begin(s)?;
                $($crate::model::links::Links::<$id>::write(&self.links, &self.id, &mut map)?;)?
                $(object::put_field!(
                    self, map, $field, object::key!($field $($key)?), $($($old)?)?,
                    object::codec!($($codec)?), $type
                );)*
                serde::ser::SerializeMap::end(map)
            }
        }

        $crate::model::codec::by_serde!(
            @of [$($t)?] $name $(<$t>)?,
            into $crate::model::object::read_into::<$slots<'de $(, $t)?>, D>
        );
    };
}
pub(crate) use object;
