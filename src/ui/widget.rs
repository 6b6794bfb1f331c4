//! Parts that screens are composed of; each draws itself on a canvas and knows no screen.

pub mod button;
pub mod field;
pub mod frame;
pub mod keys;
pub mod sheet;
