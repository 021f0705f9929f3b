"""Why a leaker leaked: the conditions of the judgement at its arrival, by feature.

A condition is a compiled function of the tables, the state and the number of the threat, which tells whether it fits.
`airdef.engine.leak_reasons` has their order, `judged` finds them by their names.
"""
