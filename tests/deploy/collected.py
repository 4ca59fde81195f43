"""Production, with its static files collected somewhere else."""

import os

from iqa.settings import *

STATIC_ROOT = os.environ["STATIC_ROOT"]
