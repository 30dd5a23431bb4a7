# SPDX-License-Identifier: Apache-2.0
"""What a disk may hold after a power cut, from the trace that watch.c wrote.

The model. A file's bytes are on the disk once the file was synced; a name is once its folder was synced. What was not synced may
be there or not: names in the order in which they came (file systems keep a journal of them, and a cut keeps a beginning of it),
the bytes all or none. The bytes of none are the file as last synced, of no size when it is new, as ext4 leaves it that allocates
late. Beside that, main alone may have come before everything else: nothing says that a journal is kept in order at all.
"""
import hashlib
import os
import posixpath

FOLDER, FILE, LINK = "folder", "file", "link"


class Node:
    """A file, a folder or a link, whatever its names."""

    def __init__(self, kind, content=b""):
        self.kind, self.content = kind, content
        self.names = {}      # of a folder: name -> Node, as the program sees it
        self.base_names = {}  # as they were before
        self.changes = []    # of a file: (call, offset or None for a truncation to `size`, bytes, size)
        self.synced = []     # calls

    def last_sync(self, cut):
        return max((call for call in self.synced if call < cut), default=-1)

    def bytes_after(self, calls):
        """The bytes of a file after its changes before the call `calls`."""
        if not self.changes:
            return self.content
        content = bytearray(self.content)
        for call, offset, data, size in self.changes:
            if call >= calls:
                break
            if offset is None:
                content = content[:size].ljust(size, b"\0")
            else:
                content = content.ljust(offset, b"\0")
                content[offset:offset + len(data)] = data
        return bytes(content)


class Naming:
    """One name in one folder comes to mean a node, or nothing. A rename is two of them, of one call."""

    def __init__(self, call, folder, name, node, to_main=False):
        self.call, self.folder, self.name, self.node, self.to_main = call, folder, name, node, to_main


def read_events(path):
    with open(path, "rb") as file:
        trace = file.read()
    at = 0
    while at < len(trace):
        fields = []
        for _ in range(7):
            end = trace.index(b"\0", at)
            fields.append(trace[at:end].decode())
            at = end + 1
        kind, inode, name, to, offset, size, said = fields
        yield kind, int(inode), name, to, int(offset), trace[at:at + int(size)], int(said)
        at += int(size)


class Disk:
    """The folder as it is, then the calls of a trace one by one."""

    def __init__(self, folder):
        self.top = os.path.realpath(folder)
        self.inodes, self.namings, self.nodes = {}, [], []
        self.said = []   # how much of the answer was out before each call
        self.moments = []  # calls whose neighbourhood is of interest
        self.root = self.scan(self.top)

    def add(self, inode, node):
        self.inodes[inode] = node
        self.nodes.append(node)
        return node

    def scan(self, path):
        status = os.lstat(path)
        if os.path.islink(path):
            return self.add(status.st_ino, Node(LINK, os.readlink(path).encode()))
        if not os.path.isdir(path):
            with open(path, "rb") as file:
                return self.add(status.st_ino, Node(FILE, file.read()))
        node = self.add(status.st_ino, Node(FOLDER))
        node.names = {name: self.scan(f"{path}/{name}") for name in os.listdir(path)}
        node.base_names = dict(node.names)
        return node

    # ---- the calls ----

    def place(self, path):
        """(folder's node, name), or None outside."""
        path = posixpath.normpath(path)
        if not path.startswith(self.top + "/"):
            return None
        *folders, name = path[len(self.top) + 1:].split("/")
        node = self.root
        for folder in folders:
            node = node.names[folder]
        return node, name

    def name(self, path, node):
        folder, name = self.place(path)
        if node is None:
            del folder.names[name]
        else:
            folder.names[name] = node
        self.namings.append(Naming(len(self.said), folder, name, node, node is not None and path.endswith("/refs/heads/main")))

    def take(self, kind, inode, path, to, offset, data, said):
        """One call; those that touch nothing in here are no calls."""
        call, node = len(self.said), self.inodes.get(inode)
        if kind == "spool":
            self.inodes.pop(inode, None)  # until it has a name nobody finds it
            return
        if path and (self.place(path) is None or (to and self.place(to) is None)):
            return
        if not path and node is None and kind != "sync all":
            return
        assert kind != "blind", "something is written that the watcher does not see"
        if kind in ("create", "mkdir", "symlink"):
            kind = {"create": FILE, "mkdir": FOLDER, "symlink": LINK}[kind]
            self.name(path, self.add(inode, Node(kind, data)))
        elif kind == "link":
            assert node, "a nameless file has got a name: its bytes were not followed"
            self.name(path, node)
        elif kind == "rename":
            folder, name = self.place(path)
            self.name(to, folder.names[name])
            self.name(path, None)
        elif kind == "unlink":
            self.name(path, None)
        elif kind == "write":
            node.changes.append((call, offset, data, 0))
        elif kind == "truncate":
            node.changes.append((call, None, b"", offset))
        elif kind == "sync":
            node.synced.append(call)
        elif kind == "sync all":
            for known in self.nodes:
                known.synced.append(call)
        self.said.append(said)
        if "/refs/" in path + to:
            self.moments.append(call)

    def replay(self, trace):
        for event in read_events(trace):
            self.take(*event)

    def whole(self):
        """{path: (kind, bytes)} with all that was done."""
        return self.tree((tuple(True for _ in self.namings), tuple(len(self.said) for _ in self.nodes)))

    # ---- what may be left ----

    def ways(self, cut):
        """Which names and which bytes may be there when the power goes before the call `cut`: (namings, changes per file)."""
        sure = [n.call < n.folder.last_sync(cut) for n in self.namings]
        open_ = sorted({n.call for n, is_sure in zip(self.namings, sure) if not is_sure and n.call < cut})
        lost = tuple(node.last_sync(cut) + 1 for node in self.nodes)
        held = tuple(cut for _ in self.nodes)
        for until in [*open_, cut]:
            names = tuple(is_sure or n.call < until for n, is_sure in zip(self.namings, sure))
            yield names, lost
            yield names, held
        for call in open_:
            if any(n.call == call and n.to_main for n in self.namings):
                yield tuple(is_sure or n.call == call for n, is_sure in zip(self.namings, sure)), lost

    def tree(self, way):
        """{path: (kind, bytes)} of one way."""
        names, changes = way
        folders = {id(node): dict(node.base_names) for node in self.nodes if node.kind == FOLDER}
        reach = {id(node): calls for node, calls in zip(self.nodes, changes)}
        for naming, is_there in zip(self.namings, names):
            if is_there and naming.node is None:
                folders[id(naming.folder)].pop(naming.name, None)
            elif is_there:
                folders[id(naming.folder)][naming.name] = naming.node
        found, todo = {}, [("", self.root)]
        while todo:
            path, node = todo.pop()
            found[path] = (node.kind, node.bytes_after(reach[id(node)]) if node.kind == FILE else node.content)
            if node.kind == FOLDER:
                todo += [(f"{path}/{name}", below) for name, below in folders[id(node)].items()]
        return found

    def states(self, cut, seen):
        """Each state of a cut that no earlier one had, with how much had been said."""
        said = self.said[cut] if cut < len(self.said) else None
        for way in self.ways(cut):
            key = tuple(is_there for is_there in way[0]), tuple(
                sum(1 for change in node.changes if change[0] < calls) for node, calls in zip(self.nodes, way[1])), said
            if key in seen:
                continue
            seen.add(key)
            tree = self.tree(way)
            digest = (fingerprint(tree), said)
            if digest not in seen:
                seen.add(digest)
                yield tree, said

    def lost(self, cut, tree):
        """In words, what a state lacks of what was done before the cut; the index apart, which may be anything."""
        done = self.tree((tuple(n.call < cut for n in self.namings), tuple(cut for _ in self.nodes)))
        words = [f"{path} is {'gone' if path not in tree else 'there still' if path not in done else 'old'}"
                 for path in sorted({*done, *tree}) if done.get(path) != tree.get(path) and "/grant/index.sqlite" not in path]
        return ", ".join(words[:6]) + (f" and {len(words) - 6} more" if len(words) > 6 else "") or "nothing but of the index"


def is_told(path):
    """SQLite's -shm is written through a mapping, and made anew after a power cut."""
    return not path.endswith("-shm")


def fingerprint(tree):
    digest = hashlib.sha256()
    for path, (kind, content) in sorted(tree.items()):
        if is_told(path):
            digest.update(repr((path, kind, len(content))).encode() + content)
    return digest.hexdigest()


def build(tree, folder, like):
    """A state as files. Objects, which nobody changes, are second names of those that the round `like` holds with the same bytes."""
    for path, (kind, content) in sorted(tree.items()):
        if kind == FOLDER:
            os.makedirs(folder + path, exist_ok=True)
        elif kind == LINK:
            os.symlink(content, folder + path)
        elif "/objects/" not in path or not link_same(f"{like}/{path.split('/', 2)[2]}", content, folder + path):
            with open(folder + path, "wb") as file:
                file.write(content)


def link_same(old, content, new):
    """Names of objects say what they hold; only the size can be short."""
    if not os.path.isfile(old) or os.path.getsize(old) != len(content):
        return False
    os.link(old, new)
    return True
