"""How a small model makes an app: it fills a blueprint, and tested blocks make the app of it."""

from generator.blueprint.method import BlueprintMethod as Blueprint

__all__ = ["Blueprint"]
