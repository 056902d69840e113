"""Mirrors the rooms: what is promised about each stands in the folder of its name."""
