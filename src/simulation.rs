//! The exchange under faults: workstations and a portal in one process, chance from a seed.
//!
//! Several workstations (real store, real engine) decide on the items of a portal (real routes,
//! real store) and exchange, as a command does or beside the screen, over a link that loses,
//! repeats, delays, cuts and refuses; stores end between two writes, programs are left in the
//! middle, the portal restarts and falls back to a backup, clocks jump. Every call waits for its
//! turn, and of calls that the portal hears at once every step at the store does: calls and
//! steps interleave, and a seed that fails is played again exactly. Only what two nodes on a
//! server write at the very same moment is the server's to order.
//!
//! Not here: what one fault does in one place (the tests of the engine and of the portal), real
//! sockets and processes (`tests/`). Invariants, looked at when the link has been quiet for a
//! while, are in [`check`].

mod check;
mod fault;
mod link;
mod mutant;
mod part;
mod site;
mod tally;
mod tests;
mod turns;
mod workstation;
mod world;
