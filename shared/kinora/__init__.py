"""Kinora: a self-growing video studio on serverless parts."""

__version__ = "0.1.0"
