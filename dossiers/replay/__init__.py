"""A past made up for training and for measuring: whole lives of dossiers, written in bulk, tagged as a batch.

Everything a replay writes could have been written by the acts: the same states, moments, events and hashes. Nobody is told
anything, no officer is named for an act he did not do, and people have names nobody bears.
"""
