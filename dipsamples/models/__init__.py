"""Second looks at marks: draws, dip samples, consistency exercises, and the markings that each of them makes."""

from dipsamples.models.dip_sample import DipSample, Tag
from dipsamples.models.draw import Draw, DrawnIQA, DrawStep
from dipsamples.models.exercise import Exercise, ExerciseCase, Invitation
from dipsamples.models.second_marking import SecondMarking

__all__ = [
    "DipSample",
    "Draw",
    "DrawStep",
    "DrawnIQA",
    "Exercise",
    "ExerciseCase",
    "Invitation",
    "SecondMarking",
    "Tag",
]
