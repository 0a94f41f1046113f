"""Sessions of users: they end when nothing was done for a while."""

from dataclasses import dataclass

IDLE_MS = 15 * 60 * 1000
LONGEST_S = 8 * 3600


@dataclass
class Session:
    user: str
    begun: float
    seen: float


class Sessions:
    """Times are seconds by a clock that is given."""

    def __init__(self, clock):
        self.clock = clock
        self.open = {}

    def begin(self, user):
        now = self.clock()
        self.open[user] = Session(user, now, now)

    def touch(self, user):
        if not self.is_live(user):
            raise PermissionError(user)
        self.open[user].seen = self.clock()

    def is_live(self, user):
        session = self.open.get(user)
        if session is None:
            return False
        now = self.clock()
        idle = now - session.seen
        return idle < IDLE_MS and now - session.begun < LONGEST_S

    def sweep(self):
        gone = [user for user in self.open if not self.is_live(user)]
        for user in gone:
            del self.open[user]
        return gone
