//! Components: what they render, where that is known.
//!
//! The components of widely used libraries are seen through (`seen`): `<Image>` of `next/image` is an `img`, an icon of
//! `lucide-react` is a drawing that says nothing. Those of the State's design system are told apart by name (`dsfr`)
//! for the rules that speak of them.
//!
//! Those that the repository defines are followed across files. What each file defines and uses is drawn small (`shape`,
//! `draw`) and kept as a note; when the project is concluded, uses are replaced by what they render (`expand`, with
//! `find` to tell whose they are) and the rules on names look at the result (`through`).

mod draw;
pub(crate) mod dsfr;
mod expand;
mod find;
pub(crate) mod object;
mod seen;
mod shape;
mod through;
mod vue;

pub(crate) use draw::note;
pub(crate) use seen::seen_through;
pub(crate) use through::findings;
