//! Values on their way into the database.

use std::borrow::Cow;

use crate::domain::Result;

/// What a parameter would be if it were there: a server wants to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Integer,
    Text,
    Bytes,
}

/// A value as engines take it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Value<'a> {
    /// Nothing, of some kind.
    Null(Kind),
    /// A number, a time, or yes and no as 1 and 0.
    Integer(i64),
    Text(Cow<'a, str>),
    Bytes(Cow<'a, [u8]>),
}

impl Value<'_> {
    /// What it is.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Null(kind) => *kind,
            Self::Integer(_) => Kind::Integer,
            Self::Text(_) => Kind::Text,
            Self::Bytes(_) => Kind::Bytes,
        }
    }

    /// The same, of its own.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Null(kind) => Value::Null(kind),
            Self::Integer(number) => Value::Integer(number),
            Self::Text(text) => Value::Text(text.into_owned().into()),
            Self::Bytes(bytes) => Value::Bytes(bytes.into_owned().into()),
        }
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<Option<i64>> for Value<'_> {
    fn from(number: Option<i64>) -> Self {
        number.map_or(Self::Null(Kind::Integer), Self::Integer)
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

/// What may be written before a question is asked that was answered ahead of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// Nothing at all.
    AnyWrite,
    /// Rows of other tables, and of its own those that hold none of the values that it asks for.
    SuchARow,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub name: String,
    pub kind: Kind,
}

/// Takes rows one after the other, each with a value for every column.
pub type RowSink<'s> = &'s mut dyn FnMut(&[Value<'_>]) -> Result<()>;

/// The names of columns, between commas.
pub fn names(columns: &[Named]) -> String {
    columns.iter().map(|column| format!("\"{}\"", column.name)).collect::<Vec<_>>().join(", ")
}

/// Something that can be a parameter of a statement.
pub trait Param {
    /// What the engine takes for it.
    fn value(&self) -> Result<Value<'_>>;

    /// What it is, also where there is none.
    fn kind() -> Kind
    where
        Self: Sized,
    {
        Kind::Text
    }
}

/// The parameters of a statement, `?1` and so on.
pub trait Params {
    /// Hands each of them on, in order.
    fn each(&self, next: impl FnMut(Value<'_>) -> Result<()>) -> Result<()>;
}

impl Param for Value<'_> {
    fn value(&self) -> Result<Value<'_>> {
        Ok(self.clone())
    }
}

impl<T: Param + ?Sized> Param for &T {
    fn value(&self) -> Result<Value<'_>> {
        (**self).value()
    }
}

impl<T: Param> Param for Option<T> {
    fn value(&self) -> Result<Value<'_>> {
        self.as_ref().map_or(Ok(Value::Null(T::kind())), Param::value)
    }

    fn kind() -> Kind {
        T::kind()
    }
}

/// The parameters, each of its own.
pub fn owned(params: &impl Params) -> Result<Vec<Value<'static>>> {
    let mut values = Vec::new();
    params.each(|value| {
        values.push(value.into_owned());
        Ok(())
    })?;
    Ok(values)
}

macro_rules! integers {
    ($($Type:ty),+) => {
        $(impl Param for $Type {
            fn value(&self) -> Result<Value<'_>> {
                Ok(Value::Integer(i64::from(*self)))
            }

            fn kind() -> Kind {
                Kind::Integer
            }
        })+
    };
}

integers!(i64, u8, bool);

macro_rules! borrowed {
    ($($Type:ty => $Kind:ident $(, $kind:item)?);+ $(;)?) => {
        $(impl Param for $Type {
            fn value(&self) -> Result<Value<'_>> {
                Ok(Value::$Kind(Cow::Borrowed(self)))
            }

            $($kind)?
        })+
    };
}

borrowed! {
    str => Text;
    String => Text;
    [u8] => Bytes;
    Vec<u8> => Bytes, fn kind() -> Kind { Kind::Bytes };
    [u8; 32] => Bytes, fn kind() -> Kind { Kind::Bytes };
}

impl Params for [&dyn Param; 0] {
    fn each(&self, _: impl FnMut(Value<'_>) -> Result<()>) -> Result<()> {
        Ok(())
    }
}

impl<T: Param> Params for [T; 1] {
    fn each(&self, mut next: impl FnMut(Value<'_>) -> Result<()>) -> Result<()> {
        self.iter().try_for_each(|param| next(param.value()?))
    }
}

impl Params for &[&dyn Param] {
    fn each(&self, mut next: impl FnMut(Value<'_>) -> Result<()>) -> Result<()> {
        self.iter().try_for_each(|param| next(param.value()?))
    }
}

macro_rules! tuples {
    ($($first:ident $(, $rest:ident)*)?) => {
        $(
            impl<$first: Param, $($rest: Param),*> Params for ($first, $($rest,)*) {
                #[allow(non_snake_case)]
                fn each(&self, mut next: impl FnMut(Value<'_>) -> Result<()>) -> Result<()> {
                    let ($first, $($rest,)*) = self;
                    next($first.value()?)?;
                    $(next($rest.value()?)?;)*
                    Ok(())
                }
            }
            tuples!($($rest),*);
        )?
    };
}

tuples!(A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T, U, V, W, X);
