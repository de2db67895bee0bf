"""The synthetic population: plans of lives drawn from a seed, played through the actions or written set-wise.

``names`` (who), ``territory`` (where), ``lives`` (what a life holds), ``story`` (writing one down), ``courses`` (how
measures go), ``drawing`` (all lives of a seed), ``local`` (the demo cast's own commune), ``playing`` (through the
actions), ``bulk`` (set-wise), ``dump`` (what two runs have in common). Nothing below ``playing`` and ``bulk`` writes.
"""
