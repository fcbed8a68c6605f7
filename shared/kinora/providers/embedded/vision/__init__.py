"""Looking at a still: what can be measured from its pixels, and nothing that cannot."""

from kinora.providers.embedded.vision.look import look

__all__ = ["look"]
