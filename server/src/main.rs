//! The binary bonport.
fn main() {}
