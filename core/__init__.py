"""Shared kernel: a closed list of small modules that every app may import."""
