"""Checks of `make check`, and the locks: small scripts that speak on the terminal."""
