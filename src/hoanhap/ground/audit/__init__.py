"""Events and read log: append-only, chained, signed; no foreign keys."""
