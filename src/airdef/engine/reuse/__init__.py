"""What replications of variants share: pre-sampled tracks, and trials that chance decides alike."""
