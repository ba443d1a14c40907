"""Everything that turns masters into lessons, runs them, and checks answers."""
