"""The routes of workflows that wait for people, under ``/api/cc``."""
