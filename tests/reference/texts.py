"""Scenarios of the comparison, as text: raids that decoy, jam, turn back; defences that move, guard, lie in layers."""

from __future__ import annotations

TOLD = """
name: Decoys told apart
defence:
  - system: S-300PMU-2
    at: [0.0, 0.0]
    surveillance: [64N6E2]
    fire_units: [{name: one, at: [0.03, 0.0], facing: 225 deg, launchers: 2},
      {name: two, at: [-0.03, 0.0], facing: 225 deg, launchers: 1}]
    tells_apart:
      engagement_radar: {dwell: 6 s, ranges: [{within: 40 km, probability: {decoy: 0.5}},
        {within: 90 km, probability: {decoy: 0.15}}]}
      64N6E2: {dwell: 10 s, ranges: [{within: 70 km, probability: {decoy: 0.2, cruise: 0.6}}]}
    doctrine: {policy: shoot-look-shoot, ignore: [decoy], salvo: {aircraft: [2, 1], cruise: [1]},
      assessment: {delay: 4 s}}
    overrides: {missile.sspk: 0.6, system.target_channels: 2, system.missiles_per_launcher: 6, system.reloads: 0}
assets: [{name: port, at: [0.0, 0.05], radius: 1 km, value: 10, hits_to_destroy: 20}]
raid:
  - {threat: decoy, name: decoys, count: 5, route: [[-1.2, -1.0], [0.0, 0.05]], speed: 280 m/s, altitude: 7 km,
     arrivals: poisson, spacing: 6 s, aims_at: port}
  - {threat: cruise-missile, name: disguised, count: 3, route: [[-0.7, -0.6], [0.0, 0.05]], speed: 240 m/s,
     altitude: 3 km, spacing: 10 s, at_time: 60 s, looks_like: decoy, aims_at: port}
  - {threat: cruise-missile, name: at-post, count: 1, route: [[-0.6, -0.5], [0, 0]], speed: 240 m/s, altitude: 80 m,
     at_time: 100 s, aims_at: S-300PMU-2/post, overrides: {threat.hit_probability: 0.8}}
  - {threat: fighter, name: raid, count: 5, route: [[-1.2, -1.0], [0.0, 0.05]], speed: 280 m/s, altitude: 7 km,
     spacing: 6 s, at_time: 40 s, aims_at: port}
"""
"""What looks like a decoy and is none comes through where it is not told apart; so do decoys that cost rounds."""

SPENT = """
name: Spent on decoys
defence:
  - system: S-300PMU-2
    name: sorting
    at: [0.03, 0.03]
    fire_units: [{facing: 225 deg, launchers: 1}]
    tells_apart: {all: {dwell: 15 s, ranges: [{within: 30 km, probability: {decoy: 0.6}},
      {within: 60 km, probability: {decoy: 0.1}}]}}
    doctrine: {policy: shoot-look-shoot, salvo: {aircraft: [2], decoy: [1]}, reserve: 1, reserve_for: [decoy],
      rounds: 2, priority: nearest}
    overrides: {missile.sspk: 0.7, system.target_channels: 1, system.missiles_per_launcher: 6,
      system.reload_time: 120 s}
  - system: S-300PS
    name: blind
    at: [-0.03, 0.03]
    fire_units: [{facing: 225 deg, launchers: 1}]
    doctrine: {policy: shoot-look-shoot}
    overrides: {system.target_channels: 1, system.missiles_per_launcher: 3, system.reloads: 0, missile.sspk: 0.5}
assets: [{name: port, at: [0.0, 0.0], radius: 1 km, value: 10, hits_to_destroy: 20}]
raid:
  - {threat: decoy, name: decoys, count: 6, route: [[-1.0, -0.9], [0, 0]], speed: 280 m/s, altitude: 8 km,
     arrivals: poisson, spacing: 5 s, aims_at: port}
  - {threat: fighter, name: raid, count: 4, route: [[-1.0, -0.9], [0, 0]], speed: 300 m/s, altitude: 8 km,
     arrivals: poisson, spacing: 6 s, at_time: 30 s, aims_at: port}
"""

BACK = """
name: They turn back
defence:
  - system: S-300PMU-2
    at: [0.03, 0.03]
    fire_units: 1
    facing: 225 deg
    doctrine: {policy: shoot-look-shoot, assessment: {delay: 4 s, alive_given_dead: 0.2, dead_given_alive: 0.1}}
    overrides: {missile.sspk: 0.5, system.target_channels: 3}
assets: [{name: port, at: [0.0, 0.0], radius: 1 km, value: 10, hits_to_destroy: 20}]
raid:
  - threat: fighter
    name: first
    count: 6
    route: [[-1.2, -1.0], [0, 0]]
    speed: 400 m/s
    altitude: 7 km
    arrivals: poisson
    spacing: 40 s
    aims_at: port
    turns_back: {losses: 1, delay: 60 s}
    releases: [{threat: arm, at_range: 70 km, aims_at: unit-1/radar, overrides: {threat.hit_probability: 0.1}}]
  - {threat: cruise-missile, name: second, count: 5, route: [[-0.7, -0.6], [0, 0]], speed: 240 m/s, altitude: 1 km,
     spacing: 12 s, at_time: 90 s, aims_at: port, turns_back: {share: 0.35, delay: 0 s}}
  - {threat: fighter, name: third, count: 3, route: [[-1.2, -1.0], [0, 0]], speed: 280 m/s, altitude: 6 km,
     spacing: 8 s, at_time: 60 s, aims_at: port}
"""
"""The first formation loses members while others of it are late, or still to start."""

TURNS = """
name: Positions by plan and by turns
defence:
  - system: S-300PMU-2
    at: [0.0, 0.0]
    surveillance: [64N6E2]
    fire_units:
      - {name: one, at: [0.03, 0.0], facing: 225 deg, launchers: 2, movement: {positions: [{name: wood, at: [0.2, 0.1]},
          {name: hill, at: [0.1, -0.1]}], stay: 70 s, march: 15 s}}
      - {name: two, at: [-0.03, 0.0], facing: 225 deg, launchers: 2, movement: {
          positions: [{name: bay, at: [-0.1, 0.1]}], march: 10 s,
          plan: [{at_time: 150 s, to: bay}, {at_time: 300 s, to: home}]}}
    movement: {64N6E2: {positions: [{name: top, at: [0.05, -0.05]}], stay: 60 s, march: 20 s}}
    doctrine: {policy: shoot-look-shoot, assessment: {delay: 3 s}, priority: nearest}
    overrides: {missile.sspk: 0.6, system.target_channels: 2, system.set_up_time: 15 s, system.tear_down_time: 10 s,
      radar.set_up_time: 10 s, radar.tear_down_time: 10 s, radar.64N6E2.detection_range: 90 km,
      engagement_radar.detection_range: 60 km, system.reload_time: 60 s, system.missiles_per_launcher: 3}
assets: [{name: port, at: [0.0, 0.05], radius: 1 km, value: 10, hits_to_destroy: 20}]
raid:
  - {threat: fighter, name: raid, count: 7, route: [[-1.0, -0.8], [0.0, 0.05]], speed: 400 m/s, altitude: 7 km,
     arrivals: poisson, spacing: 12 s, aims_at: port}
  - threat: fighter
    name: hunter
    count: 2
    route: [[-1.4, -0.9], [-0.4, -0.3], [-1.4, -0.6]]
    speed: 300 m/s
    altitude: 8 km
    spacing: 20 s
    releases:
      - {threat: arm, name: at-one, at_range: 60 km, aims_at: one/radar@hill, overrides: {threat.hit_probability: 0.9}}
      - {threat: arm, name: at-two, at_range: 65 km, aims_at: two/radar@bay, overrides: {threat.hit_probability: 0.9}}
  - {threat: cruise-missile, name: low, count: 2, route: [[-0.5, -0.4], [0.2, 0.1]], speed: 240 m/s, altitude: 80 m,
     spacing: 30 s, aims_at: one/launcher-1@wood, overrides: {threat.hit_probability: 0.9}}
"""

FLEES = """
name: Away after so many engagements, or when attacked
defence:
  - system: S-300PMU-2
    at: [0.0, 0.0]
    surveillance: [64N6E2]
    fire_units:
      - {name: one, at: [0.03, 0.0], facing: 225 deg, launchers: 2, movement: {positions: [{name: wood, at: [0.1, 0.1]},
          {name: hill, at: [0.1, -0.1]}], march: 15 s}}
      - {name: two, at: [-0.03, 0.0], facing: 225 deg, launchers: 2, movement: {
          positions: [{name: bay, at: [-0.1, 0.1]}], march: 25 s}}
    movement: {64N6E2: {positions: [{name: top, at: [0.05, -0.05]}], march: 20 s}}
    doctrine: {policy: shoot-look-shoot, assessment: {delay: 3 s}, reload: when-idle, ignore: [anti_radiation],
      move: {after: 3, when_attacked: {warning: 30 s, categories: [anti_radiation, cruise]}},
      shut_down: {time: 15 s, warning: 10 s}}
    overrides: {missile.sspk: 0.5, system.target_channels: 2, system.set_up_time: 15 s, system.tear_down_time: 10 s,
      radar.set_up_time: 20 s, radar.tear_down_time: 15 s, system.reload_time: 40 s, system.missiles_per_launcher: 3,
      engagement_radar.switch_on_time: 5 s, radar.switch_on_time: 5 s}
assets: [{name: port, at: [0.0, 0.05], radius: 1 km, value: 10, hits_to_destroy: 20}]
raid:
  - {threat: fighter, name: raid, count: 8, route: [[-1.0, -0.8], [0.0, 0.05]], speed: 350 m/s, altitude: 7 km,
     arrivals: poisson, spacing: 15 s, aims_at: port}
  - threat: fighter
    name: hunters
    count: 2
    route: [[-1.4, -0.9], [-0.4, -0.3], [-1.4, -0.6]]
    speed: 300 m/s
    altitude: 8 km
    arrivals: poisson
    spacing: 20 s
    releases:
      - {threat: arm, name: at-one, at_range: 60 km, aims_at: one/radar, overrides: {threat.hit_probability: 0.9}}
      - {threat: arm, name: at-eyes, at_range: 58 km, aims_at: S-300PMU-2/64N6E2,
         overrides: {threat.hit_probability: 0.9}}
      - {threat: arm, name: at-hill, at_range: 75 km, aims_at: one/radar@wood, overrides: {threat.hit_probability: 0.9}}
  - {threat: cruise-missile, name: low, count: 2, route: [[-0.5, -0.4], [-0.03, 0.0]], speed: 240 m/s, altitude: 80 m,
     spacing: 30 s, aims_at: two/launcher-1, overrides: {threat.hit_probability: 0.9}}
"""

GUARDS = """
name: Point defence with a shared magazine
defence:
  - system: S-300PMU-2
    name: long
    at: [0.0, 0.0]
    fire_units: [{name: battery, at: [0.03, 0.0], facing: 225 deg, launchers: 1}]
    surveillance: []
    emission: {engagement_radar: {silent_until: {bearing: true}}}
    doctrine: {policy: shoot-look-shoot, ignore: [anti_radiation, drone, cruise]}
    overrides: {engagement_radar.switch_on_time: 10 s, system.target_channels: 2, missile.sspk: 0.6,
      missile.max_range: 70 km, system.missiles_per_launcher: 4}
  - system: Tor-M2
    name: guard
    at: [0.02, 0.01]
    fire_units: [{name: west, at: [0.04, 0.05], launchers: 1}, {name: south, at: [0.03, 0.07], launchers: 1}]
    facing: 225 deg
    guards: [battery]
    magazine: common
    doctrine: {policy: shoot-look-shoot, priority: most-value, reserve: 1, reserve_for: [anti_radiation], reload: never}
    overrides: {system.target_channels: 1, system.missiles_per_launcher: 3}
command:
  - name: ears
    at: [-0.05, 0.1]
    direction_finders: [{range: 120 km}]
    links: [{to: long}]
assets: [{name: port, at: [0.0, 0.05], radius: 1 km, value: 10, hits_to_destroy: 20}]
raid:
  - threat: fighter
    name: hunters
    count: 2
    route: [[-1.4, -0.9], [-0.45, -0.35], [-1.4, -0.6]]
    speed: 300 m/s
    altitude: 8 km
    at_time: 130 s
    arrivals: poisson
    spacing: 10 s
    emits: true
    releases: [{threat: arm, name: arm, at_range: 66 km, aims_at: battery/radar,
      overrides: {threat.hit_probability: 0.6}}]
  - {threat: cruise-missile, name: at-ears, count: 1, route: [[-0.25, 0.2], [-0.05, 0.1]], speed: 240 m/s,
     altitude: 80 m, aims_at: ears/post, overrides: {threat.hit_probability: 0.6}}
  - {threat: loitering-munition, name: drones, count: 4, route: [[-0.9, -0.7], [0.03, 0.0]], speed: 240 m/s,
     spacing: 3 s, at_time: 4 s, arrivals: poisson, aims_at: battery/radar,
     overrides: {threat.hit_probability: 0.3, threat.rcs: 0.5 m2}}
  - {threat: cruise-missile, name: strike, count: 6, route: [[-0.9, -0.7], [0.0, 0.05]], spacing: 3 s,
     aims_at: port}
"""
"""The node that hears for the battery may lose its post before the hunters come within reach of its receiver."""

ESCORT = """
name: Jammers that screen a strike
defence:
  - system: S-300PMU-1
    at: [0.03, 0.03]
    fire_units: 1
    facing: 225 deg
    doctrine: {policy: salvo, salvo: 1}
    overrides: {missile.sspk: 0.6, system.target_channels: 3}
assets: [{name: port, at: [0.0, 0.0], radius: 1 km, value: 10, hits_to_destroy: 20}]
raid:
  - {threat: bomber, name: escort, route: [[-1.0, -0.84], [0.30, 0.25]], speed: 250 m/s, altitude: 4 km,
     jammer: {density: 0.5 W/MHz, role: support, sector: 120 deg}}
  - {threat: bomber, name: stand-off, route: [[-0.2, -1.35], [0.1, -1.35], [-0.2, -1.35], [0.1, -1.35]],
     speed: 220 m/s, altitude: 9 km, jammer: {density: 200 W/MHz, role: support}}
  - threat: fighter
    name: strike
    count: 3
    route: [[-1.0, -0.84], [-0.30, -0.25], [-1.0, -0.2]]
    speed: 250 m/s
    altitude: 8 km
    spacing: 10 s
    at_time: 150 s
    arrivals: poisson
    releases: [{threat: cruise-missile, name: weapons, at_range: 60 km, aims_at: port}]
  - {threat: cruise-missile, name: screened, count: 3, route: [[0.0, -1.0], [0, 0]], speed: 240 m/s, altitude: 200 m,
     spacing: 20 s, aims_at: port, overrides: {threat.rcs: 0.00003 m2}}
"""
"""Each is engaged once, so that the escort often comes through; what comes from the west is screened from afar."""

LAYERS = """
name: Four layers and a guard
defence:
  - system: S-300PMU-2
    name: long
    at: [0.10, 0.10]
    fire_units: [{name: battery, at: [0.08, 0.05], launchers: 1}]
    facing: 225 deg
    surveillance: []
    tells_apart: {engagement_radar: {dwell: 10 s, ranges: [{within: 60 km, probability: {decoy: 0.4}},
      {within: 120 km, probability: {decoy: 0.15}}]}}
    doctrine: {policy: shoot-look-shoot, ignore: [decoy, drone], reload: never}
    overrides: {missile.sspk: 0.6, system.target_channels: 2}
  - system: Buk-M2E
    name: medium
    at: [0.02, 0.06]
    fire_units: [{name: north, at: [0.00, -0.10], launchers: 1}]
    facing: 225 deg
    surveillance: []
    emission: {engagement_radar: {silent_until: {track: true, within: 45 km, categories: [aircraft, stealth, cruise]}}}
    doctrine: {policy: shoot-look-shoot, ignore: [decoy], reload: never}
  - system: Pantsir-S1
    name: guard
    at: [0.075, 0.045]
    fire_units: [{name: escort, at: [0.075, 0.045]}]
    facing: 225 deg
    surveillance: []
    guards: [long]
    doctrine: {policy: shoot-look-shoot, reserve: 4, reserve_for: [anti_radiation], reload: never}
    overrides: {system.target_channels: 1}
  - system: Gepard
    name: guns
    at: [-0.005, 0.01]
    fire_units: [{name: west, at: [0.00, -0.02]}]
    facing: 225 deg
    doctrine: {policy: shoot-look-shoot, reload: never}
command:
  - name: brigade
    at: [0.15, 0.15]
    radars: [64N6E2]
    allocation: cheapest
    links:
      - {to: long, delay: 4 s, missile_cost: 10}
      - {to: medium, delay: 4 s, missile_cost: 4, lost: {mean: 5 min}}
      - {to: guns, delay: 4 s, missile_cost: 0.1}
assets: [{name: port, at: [0.0, 0.0], radius: 1 km, value: 10, hits_to_destroy: 20}]
raid:
  - {threat: decoy, name: decoys, count: 3, route: [[-0.9, -0.7], [0.0, 0.0]], speed: 270 m/s, altitude: 9 km,
     arrivals: poisson, spacing: 5 s, aims_at: port}
  - threat: lo-fighter
    name: hunter
    count: 1
    route: [[-1.1, -0.9], [-0.50, -0.40], [-1.1, -0.9]]
    speed: 270 m/s
    altitude: 9 km
    releases: [{threat: arm, name: battery-arm, at_range: 95 km, aims_at: battery/radar}, {threat: arm, name: north-arm,
      at_range: 85 km, aims_at: north/radar}]
  - {threat: fighter, name: bombers, count: 3, route: [[-1.1, -0.9], [-0.36, -0.32], [-1.1, -0.9]], speed: 250 m/s,
     altitude: 9 km, arrivals: poisson, spacing: 8 s,
     releases: [{threat: glide-bomb, name: bombs, at_range: 58 km, aims_at: port}]}
  - {threat: cruise-missile, name: cruise, count: 3, route: [[-0.5, -0.4], [0.0, 0.0]], altitude: 60 m, spacing: 6 s,
     at_time: 60 s, aims_at: port}
"""

NODE = """
name: One command over what moves
defence:
  - system: S-300PMU-2
    name: long
    at: [0.03, 0.03]
    fire_units: [{name: l1, at: [0.03, 0.03], launchers: 2,
      movement: {positions: [{name: hill, at: [0.08, -0.02]}], march: 20 s}}]
    facing: 225 deg
    doctrine: {policy: shoot-look-shoot, reload: never,
      move: {after: 4, when_attacked: {warning: 40 s, categories: [anti_radiation]}}}
    overrides: {system.target_channels: 2, missile.sspk: 0.6, system.set_up_time: 20 s, system.tear_down_time: 15 s}
  - system: NASAMS
    name: medium
    at: [-0.05, -0.05]
    surveillance: []
    fire_units:
      - {name: m1, at: [-0.03, -0.06], launchers: 1,
         movement: {positions: [{name: bay, at: [-0.10, 0.02]}], stay: 90 s, march: 10 s}}
      - {name: m2, at: [-0.08, -0.02], launchers: 1}
    emission: {engagement_radar: {silent_until: {time: 3 h}}}
    doctrine: {policy: shoot-look-shoot, reload: never}
    overrides: {system.target_channels: 2, system.set_up_time: 15 s, system.tear_down_time: 10 s}
command:
  - name: brigade
    at: [0.10, 0.10]
    radars: [64N6E2]
    allocation: cheapest
    links:
      - {to: long, delay: 6 s, missile_cost: 4}
      - {to: medium, delay: 4 s, capacity: 3, missile_cost: 1, lost: {mean: 400 s},
         restored: {mean: 60 s}}
assets: [{name: port, at: [0.0, 0.0], radius: 1 km, value: 10, hits_to_destroy: 20}]
raid:
  - {threat: fighter, name: strike, count: 6, route: [[-1.0, -0.8], [0.0, 0.0]], speed: 300 m/s, altitude: 7 km,
     arrivals: poisson, spacing: 10 s, aims_at: port}
  - threat: fighter
    name: hunter
    count: 2
    route: [[-1.3, -0.9], [-0.45, -0.35], [-1.3, -0.6]]
    speed: 300 m/s
    altitude: 8 km
    arrivals: poisson
    spacing: 15 s
    releases: [{threat: arm, name: arm, at_range: 75 km, aims_at: l1/radar,
      overrides: {threat.hit_probability: 0.7}}]
  - {threat: cruise-missile, name: low, count: 3, route: [[-0.5, -0.5], [0.0, 0.0]], altitude: 60 m, spacing: 10 s,
     at_time: 90 s, aims_at: port}
"""
