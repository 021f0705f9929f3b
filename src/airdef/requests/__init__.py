"""What can be asked: one request type a question, with the words, defaults, units and limits of its arguments."""
