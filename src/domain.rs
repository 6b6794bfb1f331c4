//! What the business means: people, texts, calendars, rules, terms, requests, decisions.
//!
//! Pure: no I/O, no clock, no async, no terminal. The workstation and the portal decide with
//! the same code here, so that an act allowed on one side is never refused on the other for
//! another reading of the law.

pub mod access;
pub mod act;
pub mod annex;
pub mod burn;
pub mod calendar;
pub mod checklist;
pub mod circular;
pub mod clock;
pub mod colleague;
pub mod command;
pub mod conference;
pub mod conflict;
pub mod decide;
pub mod desk;
pub mod filter;
pub mod fold;
pub mod gate;
pub mod history;
pub mod holder;
pub mod hours;
pub mod ids;
pub mod letter;
pub mod local_text;
pub mod motive;
pub mod moved;
mod permit;
pub mod person;
pub mod privacy;
pub mod profile;
pub mod question;
pub mod refusal;
pub mod request;
pub mod row;
pub mod rules;
pub mod search;
pub mod similar;
pub mod template;
pub mod term;
pub mod text;
pub mod topic;
pub mod work;
pub mod zone;
