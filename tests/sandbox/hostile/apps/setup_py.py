"""As a package's setup.py: does at once what somebody who builds or unpacks it would never have let it do."""

import os
import subprocess
import sys

with open("/app/ran", "w") as file:
    file.write(repr(sorted(os.environ)))
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
try:
    from setuptools import setup
except ImportError:
    sys.exit(0)
setup(name="spiteful", version="1.0")
