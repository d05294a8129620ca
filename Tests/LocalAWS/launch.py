#!/usr/bin/env python3
"""Starts the local AWS: `launch.py --port N --directory D`."""

import sys

from local_aws.launcher import main

if __name__ == "__main__":
    sys.exit(main())
