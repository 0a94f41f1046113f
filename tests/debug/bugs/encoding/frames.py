"""Messages on a byte stream: a length, a colon, the text in UTF-8."""

MOST = 1 << 16


class Broken(ValueError):
    pass


def pack(text):
    if len(text) > MOST:
        raise Broken("too long")
    return f"{len(text)}:".encode() + text.encode()


def unpack(data):
    """The first message, and what is left behind it."""
    head, colon, rest = data.partition(b":")
    if not colon or not head.isdigit():
        raise Broken("no length")
    length = int(head)
    if len(rest) < length:
        raise Broken("cut short")
    return rest[:length].decode(), rest[length:]


def messages(data):
    found = []
    while data:
        text, data = unpack(data)
        found.append(text)
    return found
