"""The best doctrine of a scenario: what may vary, the search, and the judgement."""
