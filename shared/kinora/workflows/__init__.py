"""The workflows that ship with Kinora: data, read by kinora.cc."""
