//! What Bonport keeps, on SQLite or Postgres.
