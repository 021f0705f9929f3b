"""Studies: questions asked of the model, each answered by runs of the whole chain."""
