//! The whole view on one fixed day, driven through the real update.

mod answers;
mod bytes;
mod conference;
mod export;
mod fixture;
mod gallery;
mod golden;
mod inbox;
mod itself;
mod labels;
mod memo;
mod package;
mod pictures;
mod plain;
mod plays;
mod pointer;
mod requests;
mod robust;
mod terminal;
mod tour;
