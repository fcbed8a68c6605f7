"""Walking over many objects: each once, in order, and in few pages."""

from kinora.stores.folder import FolderObjects
from kinora.stores.objects import LARGEST_PAGE, walk


class Pages(FolderObjects):
    """A folder that remembers the size of the pages that it was asked for."""

    asked: list[int]

    def list(self, prefix, *, after="", limit=1000):
        self.asked.append(limit)
        return super().list(prefix, after=after, limit=limit)


def test_pages_grow_so_that_a_large_folder_is_not_read_again_and_again(tmp_path):
    store = Pages(tmp_path)
    store.asked = []
    (tmp_path / "told").mkdir()
    wanted = [f"told/{number:03d}.json" for number in range(60)]
    for key in wanted:
        (tmp_path / key).touch()
    assert [info.key for info in walk(store, "told/", 4)] == wanted
    assert store.asked == [4, 8, 16, 32, 64]
    store.asked.clear()
    assert len(list(walk(store, "told/", LARGEST_PAGE + 1, after=wanted[9]))) == 50
    assert store.asked == [LARGEST_PAGE + 1] * 2
