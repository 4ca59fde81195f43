"""Production, with its static files collected somewhere else."""

import os

from iqa.settings import *

STATIC_ROOT = os.environ["STATIC_ROOT"]
# Compressing is most of collecting, and says nothing about a page.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (
    "css",
    "js",
    "json",
    "svg",
    "ico",
    "txt",
    "map",
    "html",
    "md",
    "mjs",
    "scss",
    "njk",
)
