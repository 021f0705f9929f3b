"""What the rules read and write: tables, state, event queue, records."""
