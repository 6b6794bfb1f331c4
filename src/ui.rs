//! The screens: a pure function from the model to the cells of a terminal.

pub mod canvas;
pub mod text;
pub mod widget;
