//! The registry through its public doors, and checks on what it is built from.

mod advisories;
mod database;
mod founding;
mod pact;
mod world;
