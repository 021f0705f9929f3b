"""The commands, one file each: its options, made of its request, and what it prints."""
