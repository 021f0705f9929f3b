"""What replications of variants share: tracks drawn ahead, and trials that chance decides alike."""
