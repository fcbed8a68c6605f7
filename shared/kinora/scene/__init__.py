"""Composition: from an instruction, knowledge and a seed to one decided scene."""
