"""Whether to heat a room."""

from settings import Settings


class Thermostat:
    def __init__(self, settings=None):
        self.settings = settings or Settings()

    def wanted(self, room):
        return max(self.settings.get(room, "target"), self.settings.get(room, "lowest"))

    def heats(self, room, measured):
        """On below the wanted temperature less the offset, so that it does not flutter."""
        return measured < self.wanted(room) - self.settings.get(room, "offset")
