"""The console as its user has it: started by build.sh, in a real browser."""
