"""What a command does and prints, where its module in `commands` has no room for it; loaded when it runs."""
