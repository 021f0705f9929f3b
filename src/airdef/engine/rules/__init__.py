"""The rules of the engagement: tracks, fire control, doctrine, what missiles and threats do, leak reasons.

Rules name what they are given alike. The docstring of a rule has no entry for what is described here, and no section
Returns where its first sentence says what it tells or returns.

Parameters
----------
tb
    The tables of the scenario.
st
    The state of the replication.
out
    The row of counts of the replication, f64[columns]; it is filled.
t
    Time of the scenario [s].
j
    Number of the threat.
u
    Number of the fire unit.
r
    Number of the radar.
g
    Number of the fire-control cell.
w
    Number of the interceptor type.
s
    Number of the system or command node.
m
    Number of the mover.
e
    Number of the engagement.
k
    Number of the launcher.
c
    Number of the link: of the system or node at its lower end.
d
    Direction of a link: twice its number, and 1 more downwards.
target
    Number of the target; -1 for none.
n
    Missiles of the salvo.
slant_range
    Slant range [m].
"""
