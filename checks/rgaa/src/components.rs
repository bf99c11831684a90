//! Components: what they render, where that is known.
//!
//! The components of widely used libraries are seen through (`seen`): `<Image>` of `next/image` is an `img`, an icon of
//! `lucide-react` is a drawing that says nothing. Those of the State's design system are told apart by name (`dsfr`)
//! for the rules that speak of them.

pub(crate) mod dsfr;
pub(crate) mod object;
mod seen;

pub(crate) use seen::seen_through;
