//! The screens: a pure function from the model to the cells of a terminal.

pub mod text;
