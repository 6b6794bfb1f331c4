//! Training: scenarios played on the domain and the core with a clock that is moved by hand.
//!
//! Responsible for what a scenario is and for reading it strictly; the same files serve tests,
//! training and the demo. Not here: who plays one, which needs a portal and a terminal.
//! Invariant: nothing of this room reads a file, a clock or the network.

pub mod scenario;
