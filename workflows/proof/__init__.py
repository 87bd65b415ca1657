"""Proof that no path of people and acts leads past the approval, by looking at every path there is.

`world` says what can happen next, from the shipped tracks, transitions and four-eyes rules; `explore` walks every
world that can be reached and keeps the way to it; `properties` says what must hold; `offices` whom it is tried with.
"""
