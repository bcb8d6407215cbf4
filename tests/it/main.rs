//! The registry through its public doors, and checks on what it is built from.

mod acts;
mod advisories;
mod canary;
mod conformance;
mod contract;
mod coverage;
mod database;
mod door;
mod founding;
mod golden;
mod identity;
mod limits;
mod pact;
mod process;
mod transfer;
mod world;
