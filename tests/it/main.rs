//! The registry through its public doors, and checks on what it is built from.

mod acts;
mod advisories;
mod conformance;
mod database;
mod door;
mod founding;
mod limits;
mod pact;
mod process;
mod transfer;
mod world;
