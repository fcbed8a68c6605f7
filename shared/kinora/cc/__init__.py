"""Workflows that wait for people: definitions, runs as events, branches, interactions, jobs."""
