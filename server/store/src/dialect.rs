//! The few texts that must differ between the databases, each with its reason. Aim: five or fewer.
