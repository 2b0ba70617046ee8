"""The synthetic district of demos and drills: the shape of a real one, nobody and nothing of it real.

Everything follows from scale and seed; no clock, no network, no order of a hash has a say in it.
"""
