"""The rules of the engagement: tracks, fire control, doctrine, effects, leak reasons."""
