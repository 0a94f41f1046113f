"""Routes of a small web server: prefixes to handlers."""


class NotFound(LookupError):
    pass


class Router:
    def __init__(self, fallback=None):
        self.rules = []
        self.fallback = fallback

    def mount(self, prefixes, handler):
        for prefix in prefixes:
            self.rules.append((lambda path: path.startswith(prefix), handler))

    def exact(self, path, handler):
        wanted = path
        self.rules.append((lambda path: path == wanted, handler))

    def find(self, path):
        path = "/" + path.strip("/")
        for matches, handler in self.rules:
            if matches(path):
                return handler
        if self.fallback is None:
            raise NotFound(path)
        return self.fallback


def respond(router, path):
    return router.find(path)(path)
