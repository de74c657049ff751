"""Tables, plots and promises out of the figures of a run."""
