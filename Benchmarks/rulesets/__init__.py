"""Rule sets for measurements: one list of rules, written for every tool that is compared."""
