"""What pages show: prepared values, so that views only fetch and templates only place."""
