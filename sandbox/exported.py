"""Makes a container image of an app, for anybody to run, of the libraries that are here. Refuses the network while it
is made, and to leave Mayfly's own agent in charge of it."""

import io
import tarfile
import tempfile
from collections.abc import Mapping

from sandbox import engine_images, images, packages
from sandbox.contract import Image, Progress


def make(tag: str, files: Mapping[str, bytes], lines: str, layer: str, progress: Progress) -> None:
    """`files` are the context, `lines` the Dockerfile after FROM; `layer` as from `Engine.resolve`. Raises
    SandboxError."""
    below = packages.tag(layer) if layer else images.libraries(Image.APP).tag
    # Another label's value, lest a sweep take it for an older image of ours.
    head = f"FROM {below}\nLABEL {engine_images.LABEL}={engine_images.EXPORTED}\n"
    beyond = f" PYTHONPATH={packages.FOLDER}" if layer else ""
    head += f"ENV PATH=/opt/venv/bin:/usr/local/bin:/usr/bin:/bin LANG=C.UTF-8{beyond}\nENTRYPOINT []\n"
    with tempfile.TemporaryFile() as context:
        with tarfile.open(fileobj=context, mode="w") as tar:
            for name, content in sorted({**files, "Dockerfile": f"{head}{lines}".encode()}.items()):
                entry = tarfile.TarInfo(name)
                entry.size, entry.mode = len(content), 0o644
                tar.addfile(entry, io.BytesIO(content))
        context.seek(0)
        engine_images.build(tag, context, {}, progress, online=False)
