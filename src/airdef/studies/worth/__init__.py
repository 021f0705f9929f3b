"""What options save for their cost: one more fire unit, more rounds, another link or doctrine."""
