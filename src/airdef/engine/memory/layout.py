"""The engine's memory: fixed tables (what is) and state (what has happened), as flat records and arrays.

Tables come from `prepare` and never change. State is allocated once per chunk of replications and reset
for each: the kernel allocates nothing per replication. Everything has a fixed size; there is no recursion.
Indices: s system, u unit, w interceptor, l launcher, r radar, j threat, e engagement slot, m missile slot,
g fire-control cell (systems first, then units). Times are scenario seconds; ranges metres.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from airdef.engine.memory.record import Array

# What an actor (a sort of threat, an interceptor) has of its firsts: how many there were of all, itself included
# (infinite: none of its own), then time and slant range.
F_INTERCEPT, F_KILL, F_SIZE = 0, 3, 6


def _record(ints: str, floats: str = "") -> np.dtype[Any]:
    """Return a record type of 64-bit fields: names of integers, then names of floats."""
    return np.dtype([(n, np.int64) for n in ints.split()] + [(n, np.float64) for n in floats.split()])


THREAT = _record(
    "key parent category looks_like target homing behaviours hits chained reachable arrives tally actor disguised "
    "turning aim jammer",
    "hit_probability gap_mean start end quiet memory_drift lethal_radius",
)

RADAR = _record(
    "system unit capacity target emission falls_silent tells hushes mover jammers counts_anew",
    "switch_on_time on off dwell",
)
"""`falls_silent`: whether it does not always radiate; `hushes`: whether that is by its `emission` or by the doctrine's
shut-down, and not only since it moves; `tells`: whether it can tell decoys apart; `mover`: its number among what moves,
-1 for none; `jammers`: how many support jammers may jam it; `counts_anew`: whether its looks may change, since it falls
silent or may be jammed, so that its tracks are settled one by one."""

ALWAYS, UNTIL_CUED, BY_TURNS = range(3)
"""Kinds of emission."""

CUE = _record("radar track bearing", "time")
"""A radar that is silent until cued; whether a firm track is a cue, a bearing, and the time that is one."""

TURNING = _record("first members losses", "delay")
"""A formation that may turn back: its threats, at how many losses, and how long after [s]. A threat has the number of
its own in `turning` (-1: none), and is `disguised` if it looks like what it is not and some radar can tell that."""

MOVER = _record("radar unit positions first planned plans after", "tear_down set_up stay warning room")
"""A radar, or a fire unit with its engagement radar (else -1), that moves: where its `positions` begin, and the
moves that are planned; engagements after which it moves (0: any number); `room`: events that it may leave queued."""

POSITION = _record("radar unit shift")
"""Where the geometry of a mover at a position stands: its radar and its unit among those of `with_positions`; and how
far the windows of its missile types are from those at its first position."""

JOURNEY = _record("to", "time")
"""A planned move: number of the position that it leads to, and when it begins."""

LOOKS = _record("time size chance rule states drop", "ever begin step")
"""Looks of a radar at a threat: place of the first in `chance`, how many, the radar's rules (place and states of the
chain in `confirm`, misses that drop a track), and the probability that a track ever becomes firm. Look k is at `begin`
+ k `step`; with a step of 0 its time is in `look_time`, from `time`."""

UNIT = _record(
    "system radar first_interceptor interceptors first_launcher launchers target_channels missile_channels facings "
    "first_engagement first_missile tally spare_target_channels magazine first_drawn drawn",
    "reaction_time launch_interval slew_rate",
)
"""Channels are bounded by what the raid can use; `spare_target_channels` are the target channels that the scenario has
beyond that bound. `magazine`: number of the magazine that it shares (-1: its launchers are its own); it draws from
`drawn` launchers, from `first_drawn` on, as far as they are of the pool of its missile type."""

INTERCEPTOR = _record("unit needs_radar tally actor pool channels", "range_factor range_knee")
"""`pool`: the first of the types that draw from the same rounds, by whose number these are counted; `channels`: missile
channels of all units that do, as the scenario has them."""

LAUNCHER = _record("unit interceptor pool rounds reloads target", "launcher_interval reload_time")
SYSTEM = _record(
    "first_radar radars first_unit units central rounds assessment_exponential target reserve tally reload_when_idle "
    "tells_decoys",
    "assessment_delay alive_given_dead dead_given_alive salvo_reliability shut_down shut_down_warning",
)

LINK = _record("above capacity allocates remote", "delay absent lost_at lost_mean restored_after restored_mean")
"""What is above a system or a command node, and the link to it (`scenario.plan.LinkPlan`); of a node itself whether it
allocates (1), and by ranks (2); of a system whether it launches on tracks that come by its link."""

TARGET = _record("kind index hits", "value")

ASSET, POST, RADAR_TARGET, LAUNCHER_TARGET = range(4)
"""Kinds of target."""


class Tables(NamedTuple):
    """What is: scenario, doctrine and opportunities in the order the engine walks them."""

    threat: Array
    radar: Array
    turning: Array  # formations that may turn back
    tell_start: Array  # i8[R * T + 1] or i8[1] parts of radar and threat in which tries have one probability
    tell_time: Array  # f8 when each begins (the threat's own time [s])
    tell_chance: Array  # f8 its probability
    cue: Array  # radars that are silent until cued
    cue_reach: Array  # f8[cues, T] when each threat has come within the radar's reach (its own time [s]); inf: never
    cue_range: Array  # f8[cues, T] when it comes within the range that is a cue by itself
    hears: Array  # i8[F] systems and command nodes that have direction finders
    cue_heard: Array  # f8[cues, F, T] when they first hear each threat in the radar's sector (likewise)
    cue_bearing: Array  # f8[cues, F, T] its bearing then [rad]
    mover: Array  # what moves
    position: Array  # positions of all movers
    radar_jammer: Array  # i8[R, J] which of each radar's jammers each is, -1: none of them; or [0, J]
    jammed_row: (
        Array  # i8[rows, sets, 3] by row of a radar and set of its jammers ended: radar, unit, shift (see `POSITION`)
    )
    march: Array  # f8[positions, P] time on the road to each other position of the mover [s]
    journey: Array  # planned moves
    flees: Array  # i8[movers, C] categories of threats whose attacks make it move
    unit: Array
    interceptor: Array
    launcher: Array
    system: Array
    target: Array
    link: Array  # [S] where there are command nodes, else [0]
    rank: Array  # f8[nodes, S, T] rank of each system for each threat in a node's cell; the lowest is first
    sspk: Array  # f8[W, C]
    max_range: Array  # f8[W, C]
    behaviour_factor: Array  # f8[W, behaviours] of the SSPK against threats with that bit in `behaviours`
    salvo: Array  # i8[S, C, rounds]
    engage: Array  # i8[S, C]
    reserve_for: Array  # i8[S, C]
    primary_key: Array  # f8[U, T] and of further positions behind: primary priority key (smaller first)
    secondary_key: Array  # f8[U, T] secondary key: a time that shifts with the threat
    facing: Array  # f8[U, K] bearings
    looks: Array  # [T, rows] lists of each threat: of all radars, then of further positions and sets of jammers ended
    look_time: Array  # f8 of lists of uneven times
    guide: Array  # i4[T, rows, GUIDE + 1] first look of the list with a probability to be firm above 0, 1 / GUIDE, ...
    chance: Array  # f4[L, 4] of each look: probability of detection, run of misses, bound of a later drop, firm by then
    confirm: (
        Array  # i4[N, 2] chains of the radars' rules of confirmation (`tracking.confirmation`), one behind the other
    )
    presampled_of: (
        Array  # u8[3] seed, first replication and number of the replications whose tracks were pre-sampled; or u8[0]
    )
    presampled_start: Array  # i4[replications, R * T] first of a list's tracks in each of them
    presampled: Array  # i4[N, 2] look at which each becomes firm, and at which it is dropped (see `draws.draw_track`)
    window_start: Array
    window_open: Array
    window_close: Array
    grid_start: Array  # i8[W * T] first of the launch times of a grid; some pairs share theirs
    grid_size: Array  # i8[W * T] how many
    grid_t0: Array
    flight: Array  # f4[G, 2] of each launch time of the grid: time of flight, slant range at intercept
    step: Array  # f8[1] launch grid step
    sum_start: Array  # i8[columns + 1] of each detail column that adds up: its first place in `sum_place` (`breakdown`)
    sum_place: Array  # i8 counters of the tally
    first_start: Array  # i8[columns / 3 + 1] the same of those that take the first; three columns each
    first_actor: Array  # i8
    counters: Array  # i8[2] counters of the tally, actors
    span: Array  # f8[5] start of the first event bucket [s], buckets a second, index of the last, stretches a second;


# Threat status
PENDING, FLYING, DESTROYED, LEAKED, EXITED, NOT_RELEASED, TURNED_BACK = range(7)
# What a fire-control cell holds of a threat
FREE, ENGAGED, CLOSED = range(3)
# What an end of a link does with a threat
NOT_SENT, SENT, TO_BE_SENT = range(3)

BY_LINK, BY_LOSS, TAKEN = 1, 2, 4
"""How a threat was cut off: by a link itself, by the destruction of a post; and that the loss of a link took its track
from a system that launches on such."""

# What a radar holds
NOTHING, HELD, WAITING = range(3)

THREAT_STATE = _record(
    "status attempts launched engagements radar_lost dropped broken held silenced muted hushed engaged cut told "
    "deserted uprooted passed left",
    "offset ready cut_at",
)
"""What silence did, for the leak reasons: `silenced`, a missile was aborted; `muted`, it could not be assigned (1), a
launch was cancelled (2); `hushed`, a firm track of it was given up. `engaged`: how many units are engaged with it.
`cut`: how it was cut off (`BY_LINK`, `BY_LOSS`, `TAKEN`), and `cut_at` when it first was by a link. `told`: whether it
was told apart to any unit. What moves did: `deserted`, a missile was aborted; `uprooted`, an engagement without
a launch ended; `passed`, a unit did not take it; `left`, a track was given up."""

TRY_STATE = _record("made number queued", "since")
"""Tries of a radar at a threat: how many since it holds it (`since`), how many in all, whether one is queued."""

TRACK_STATE = np.dtype("i4, i4, i4, i4, i4, f8, f8", align=True)

TRACK_STATE.names = ("held", "count", "at", "before", "after", "firm", "lost")
"""Narrower than the other records: there is one for every radar and threat, most of what a replication touches."""

COUNT_STATE = _record("begin number firm")
"""A count of detections: its first look, its number (-1: none goes on), the look at which it becomes firm, or -1."""
UNIT_STATE = _record(
    "alive free_channels free_missiles facing queued launches_queued launch_queue_head cell was at_decoys row shift",
    "next_launch turned slewed next_launch_event full order_delay full_of_decoys",
)
"""`turned` is the time before which the unit takes no threat, `slewed` that before which it turns, and `next_launch`
that before which the launch interval allows no launch; `cell` is its fire-control cell (`was` the one before it, while
cells change), and `order_delay` how long an order of that cell is on its way;
`full` when all target channels last were in use, `full_of_decoys` when they were, one of them by a decoy; `row`,
`shift`: see `POSITION`."""

INTERCEPTOR_STATE = _record("rounds promised stock")
LAUNCHER_STATE = _record("alive rounds coming watched", "ready idle due")

ENGAGEMENT = _record("active unit threat interceptor remaining launched flying ordinal dead_target", "next")
"""`next`: when its next launch falls due, or its assessment."""

MISSILE = _record("engagement unit threat interceptor ordinal", "sspk slant_range launched")
SYSTEM_STATE = _record("post central channels missiles peak_channels peak_missiles")

LINK_STATE = _record("works absent lost epoch waits")
"""`epoch` changes when the link ceases to work: what was under way is then lost. `waits`: how many have waited."""

DECISION = _record("kind cell engagement unit threat interceptor salvo", "time review")
"""A decision that is open, and its answer (`rules.doctrine`, `rules.asking`): its kind, the fire-control cell that
takes it and when. `unit`, `threat`, `interceptor`, `salvo` are the doctrine's answer until another is written over it.
`review` is when the cell is asked again if it holds [s, scenario time; inf: when something has changed]."""

NONE, ASSIGNMENT, REENGAGEMENT = range(3)
"""Kinds of decision: none is open; which threat goes to which unit; whether a target judged alive is engaged again."""

HOLD, CLOSE = -1, -2
"""Instead of a unit, in an answer: nothing is assigned, or the threat is free for others; it is closed for the cell."""

RADAR_STATE = _record(
    "alive held waiting first last watched emits emitted cued turn turns row told place ended",
    "on_since off_at last_on shut",
)
"""`emitted`: whether it ever has, since it is in place; `turn`: whether its duty cycle has it radiate; `turns`: number
of the present cycle; `row`: where its looks stand, `place`: where they would if no jammer had ended; `ended`: the set
of its jammers that have (a bit each); `told`: whether it is to radiate (silent until cued); `off_at`: when the cycle
ends its radiating; `last_on`: when it fell silent; `shut`: until when it is shut down."""

MOVER_STATE = _record("position to moving bound made next", "began left there until")
"""`bound`: to move once its engagements have ended; `made`: engagements since it is in place; `next`: planned moves
begun; `left`, `there`: when it leaves its position, and stands at the next."""

QUEUED_EVENT = _record("code", "time")
"""One record, so that it is one place in memory: most are looked at once, long after they were written."""

BUCKETS, MOST_BUCKETS = 1 << 11, 1 << 14
"""Event buckets that a scenario's time is cut into, at least and at most."""

BUCKETS_PER_THREAT = 16
"""Within these bounds, so that few events share a bucket (`buckets_for`)."""

GUIDE = 64
"""Steps of the guide into a list of cumulative probabilities; a power of two, so that no step is rounded."""

STRETCHES = 128
"""Stretches of a scenario's time in which firm tracks are counted."""

FAR = 1 << 12
"""Tracks, one for each radar and threat, beyond which memory is asked for before it is needed: with guides and looks
they fill a core's second cache of 1 MiB then. No result depends on it."""

LINE = 64
"""Bytes of a cache line."""

# Slots of the counter array `n`
HEAP, RECORDED, DRAWS, ERROR, DIRTY, ENGAGEMENTS, EVENTS, BUCKET, FREE_NODE, OVERLOADED, PRESAMPLED, TRIALS = range(12)

ASKING, DECIDING, HELD_FIRE, NUMBERED, DUPLICATES, REMOTE, USED_NODES = range(12, 19)
"""Whether somebody else than the doctrine decides; the cell that is deciding (its index + 1, 0 for none); whether the
answer was to hold; how many threats have a track number; duplicate engagements; launches on tracks of others;
how many nodes of the event queue were ever used: a replication uses them in order, and those that are free again first
(`FREE_NODE`: the number + 1 of the first of these, 0 for none)."""

COUNTERS = 19
# What a kernel reports: a bug (the host raises), an answer that is not allowed, a decision that is open
HEAP_FULL, NOT_ALLOWED, OPEN = 1, 2, 3


class State(NamedTuple):
    """What has happened in the replication being simulated."""

    n: Array  # i8 counters
    stream: Array  # u8[2] seed, replication
    threat: Array
    losses: Array  # i8 members destroyed of the formations that may turn back
    trying: Array  # [R * T] tries to tell threats apart; or [0]
    told: Array  # i1[S + U, T] threats told apart to systems, and to units without a post; or i1[S + U, 0]
    track: Array  # [T, R]
    track_words: Array  # i8[T * R, fields] the same memory, to be cleared at once
    first: Array  # f8[R, 2] random stream of each radar's first track of the threat that appears
    passed: Array  # i4[R, STRETCHES + 1] tracks passed over: how many more than in the stretch before
    simulated: Array  # i4[R, STRETCHES + 1] the same of those that are not passed over
    jammer_end: Array  # f8[J] when each support jammer ended [s]; inf: it has not
    counting: Array  # [R * T] the counts of detections of radars that may be jammed; or [0]
    mixed: Array  # f4[L, 4] scratch: looks as jammers ended between them, as in `Tables.chance`; or f4[0, 4]
    watch: Array  # i1[R, STRETCHES] stretches in which none is passed over; kept from replication to replication
    unit: Array
    interceptor: Array
    launcher: Array
    engagement: Array
    missile: Array
    system: Array
    radar: Array
    link: Array  # [S], or [0] without command nodes; so are the following
    sources: Array  # i2[S, T] from how many sides the post has the threat: its own radars, and each link
    sending: (
        Array  # i1[2 S, T] what the link of a system or node does with the threat, upwards (2 s), downwards (2 s + 1)
    )
    received: Array  # i1[2 S, T] whether the other end has received it
    sent: Array  # i8[2 S] how many threats are being sent
    waiting: Array  # i4[2 S, T] the order in which those that are to be sent wait
    cell_before: Array  # i1[G, T] scratch: `cell` and `engagements_made` before the cells change
    made_before: Array  # i2[G, T]
    regrouped: Array  # i1[G] scratch: cells that have other units than before
    mover: Array
    decision: Array  # [1] the decision that is open
    review: Array  # f8[G] when each fire-control cell is to be asked again
    number: Array  # i4[T] track numbers, for whoever is asked: from 1 in the order of becoming known, 0 for none yet
    target_hits: Array  # i8
    tally: Array  # f8 counters of sorts of threat, interceptors, units, systems (`columns`)
    earliest: (
        Array  # f8[actors, F_SIZE] first intercept and first kill of each: number of all so far, time, slant range
    )
    cell: Array  # i1[G, T] FREE, ENGAGED, CLOSED
    engagements_made: Array  # i2[G, T] engagements made
    known: Array  # i2[S, T] radars of the system that hold the threat
    since: Array  # f8[S, T] when the threat first became known to a unit of the system; inf: never
    away: Array  # f8[S, T] when a radar would have come to hold the threat, had it not moved; [0, T] if nothing moves
    ready: Array  # i1[U, T] bit 1: ready now, bit 2: ever ready, bit 4: in the queue
    pending: Array  # f8[U, T] time of the readiness event under way
    dirty: Array  # i1[G] groups with something to decide
    queue: Array  # f8[U * T, 3] heap of the ready: primary_key, moment, threat
    launch_queue: Array  # i8[engagement slots] ring of launches due per unit
    free_engagement: Array  # i8[engagement slots] free lists
    free_missile: Array  # i8[missile slots]
    heap_time: Array  # events of the present bucket
    heap_code: Array
    node: Array  # events of later ones, and free places
    node_next: Array  # i4 the node behind each, -1: none; of a free one what `FREE_NODE` was: lists are walked by it
    bucket: Array  # i4 first node of each bucket
    occupied: Array  # u8 bits: buckets that hold something
    record: Array  # events of this replication; empty in campaigns
    trial: Array  # what chance decided, in all replications of a call; empty in campaigns
    chain: Array  # f8 scratch of the track chain
