"""Does the web server of this container answer? Asks as a visitor would: another host name would be turned away."""

import os
import sys
import urllib.request

host = os.environ["ALLOWED_HOSTS"].split(",")[0].strip().lstrip(".")
request = urllib.request.Request("http://127.0.0.1:8000/health/", headers={"Host": host})
try:
    urllib.request.urlopen(request, timeout=4).close()  # noqa: S310
except OSError as error:
    sys.exit(f"Not healthy: {error}")
