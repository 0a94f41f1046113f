"""Settings in layers: what is built in, the house, the room."""

BUILT_IN = {"target": 20.0, "lowest": 5.0, "offset": 0.5}


class Settings:
    def __init__(self, house=None, rooms=None):
        self.house = house or {}
        self.rooms = rooms or {}

    def get(self, room, name):
        for layer in (self.rooms.get(room, {}), self.house):
            value = layer.get(name)
            if value:
                return value
        return BUILT_IN[name]
