//! The registry through its public doors, and checks on what it is built from.

mod acts;
mod advisories;
mod as_of;
mod canary;
mod cli;
mod conformance;
mod contract;
mod coverage;
mod database;
mod demo;
mod door;
mod founding;
mod golden;
mod identity;
mod limits;
mod no_office;
mod oracle;
mod pact;
mod process;
mod sequencing;
mod serve;
mod sign_in;
mod tokens;
mod transfer;
mod world;
