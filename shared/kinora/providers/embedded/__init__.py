"""The providers that need no key and no network: real drawing, real measuring, real music."""
