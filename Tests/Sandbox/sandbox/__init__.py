"""`./build.sh sandbox`: the pages' blocks and procedures on a deployed system in the caller's account, and questions that only AWS answers.

Blocks are read and run by Tests/ReadMe and Tests/Operations, calls to the deployed system are those of Tests/EndToEnd; `.scripts/sandbox.sh`
puts their folders on the path.
"""
