"""Published claims: what they say, how each is tested, and the verdict."""
