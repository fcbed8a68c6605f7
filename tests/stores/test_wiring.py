"""From settings to an object store: places, keys, and secrets that nobody prints."""

import pytest
from pydantic import ValidationError

from kinora import settings as configuration
from kinora.bootstrap import objects, reachable_objects
from kinora.model.errors import InvalidInput, StorageUnreachable
from kinora.model.object_place import bucket_place, r2_endpoint, shared_folder
from kinora.settings import Settings

SECRET = "s3cr3t-of-this-installation"
R2 = {
    "KINORA_OBJECTS": "r2://videos/one/home",
    "KINORA_R2_ENDPOINT": "https://account.r2.cloudflarestorage.com/",
    "KINORA_R2_ACCESS_KEY_ID": "the-key-id",
    "KINORA_R2_SECRET_ACCESS_KEY": SECRET,
}


def test_places():
    assert bucket_place("s3://videos") == ("s3", "videos", "")
    assert bucket_place("r2://videos/one/home/") == ("r2", "videos", "one/home")
    assert str(shared_folder("file:///srv/our%20videos")) == "/srv/our videos"
    assert shared_folder("folder") is None


@pytest.mark.parametrize(
    "place",
    [
        *("", "ftp://x", "s3://", "s3:videos", "s3:///prefix", "s3://a b", "s3://ab", "Folder"),
        *("s3://videos/../x", "s3://videos//x", "s3://videos/.x", "s3://videos/x?y", "s3://videos#x"),
        *("s3://videos/" + "x" * 101, "r2://[", "file://host/x", "file:///", "file:x", "file:///a/../b"),
        *("s3://videos/a b", "s3://videos:9000/x"),
    ],
)  # fmt: skip
def test_places_that_are_none_are_refused_by_name(place):
    with pytest.raises(InvalidInput) as caught:
        objects(configuration.read({"KINORA_OBJECTS": place}))
    assert (caught.value.field, bool(caught.value.allowed)) == ("KINORA_OBJECTS", True)


def test_homes_that_share_a_folder(tmp_path):
    shared = {"KINORA_OBJECTS": f"file://{tmp_path}/shared"}
    one, other = (
        reachable_objects(configuration.read({**shared, "KINORA_HOME": str(tmp_path / name)}))
        for name in ("one", "other")
    )
    assert one.put_if_absent("k", b"1")
    assert not other.put_if_absent("k", b"2")
    assert other.get("k") == (tmp_path / "shared" / "k").read_bytes() == b"1"


@pytest.mark.parametrize("missing", ["ENDPOINT", "ACCESS_KEY_ID", "SECRET_ACCESS_KEY"])
@pytest.mark.parametrize("empty", [False, True])
def test_r2_says_which_setting_is_missing(missing, empty):
    name = f"KINORA_R2_{missing}"
    given = {**R2, name: ""} if empty else {k: v for k, v in R2.items() if k != name}
    with pytest.raises(InvalidInput, match=r"needed for r2://videos/one/home; allowed: ") as caught:
        objects(configuration.read(given))
    assert caught.value.field == name


@pytest.mark.parametrize(
    "address",
    [
        *("account.r2.cloudflarestorage.com", "https://", "https://a.example/videos", "ftp://a"),
        *("http://a.example", "https://key:secret@a.example", "https://a.example?x"),
    ],
)
def test_r2_endpoints_are_bare_and_safe(address):
    with pytest.raises(InvalidInput, match="KINORA_R2_ENDPOINT: .*without the bucket") as caught:
        r2_endpoint(address)
    assert "secret" not in str(caught.value)


def test_r2_works_with_its_own_keys_alone(rclone, monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name)
    given = {
        **R2,
        "KINORA_OBJECTS": f"r2://{rclone.bucket()}/one/home",
        "KINORA_R2_ENDPOINT": rclone.url,
        "KINORA_R2_ACCESS_KEY_ID": rclone.key,
        "KINORA_R2_SECRET_ACCESS_KEY": rclone.secret,
    }
    store = reachable_objects(configuration.read(given))
    store.put("k", b"1")
    assert store.get("k") == b"1"
    config = store._client.meta.config
    # R2 refuses the checksum trailer that newer clients add unasked.
    assert config.request_checksum_calculation == "when_required"
    assert (store._client.meta.region_name, config.signature_version) == ("auto", "s3v4")
    wrong = configuration.read({**given, "KINORA_R2_SECRET_ACCESS_KEY": SECRET})
    with pytest.raises(InvalidInput, match="from KINORA_R2_ACCESS_KEY_ID and") as caught:
        reachable_objects(wrong)
    assert SECRET not in str(caught.value)


def test_a_bucket_on_aws_needs_no_setting_of_ours_but_its_name(moto, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto.url)
    store = reachable_objects(configuration.read({"KINORA_OBJECTS": f"s3://{moto.bucket()}/one"}))
    store.put("k", b"1")
    assert "X-Amz-Signature" in store.presigned_get("k", 5)
    with pytest.raises(InvalidInput, match="KINORA_OBJECTS: there is no bucket nowhere"):
        reachable_objects(configuration.read({"KINORA_OBJECTS": "s3://nowhere"}))
    monkeypatch.setenv("AWS_ENDPOINT_URL", "not an address")
    with pytest.raises(InvalidInput, match="KINORA_OBJECTS: AWS cannot be used"):
        objects(configuration.read({"KINORA_OBJECTS": "s3://videos"}))


def test_a_place_that_is_not_there_is_told_before_anything_starts(monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with pytest.raises(StorageUnreachable, match="videos cannot be reached at http://127.0.0.1:1"):
        reachable_objects(Settings(objects="s3://videos"))


def test_secrets_reach_child_processes_and_nobody_else():
    settings = configuration.read(R2)
    handed = settings.environment()
    assert handed["KINORA_R2_SECRET_ACCESS_KEY"] == SECRET
    assert configuration.read(handed) == settings
    shown = [repr(settings), str(settings), settings.model_dump_json(), repr(handed), str(handed)]
    for text in (*shown, f"{handed}", f"{settings.model_dump()}"):
        assert SECRET not in text
        assert "videos" in text


def test_a_value_in_a_wrong_place_is_not_repeated():
    for wrong in ({"KINORA_R2_SECRET": SECRET}, {"KINORA_RATE_READS": SECRET}):
        with pytest.raises(InvalidInput) as caught:
            configuration.read(wrong)
        assert isinstance(caught.value.__cause__, ValidationError)
        assert SECRET not in f"{caught.value} {caught.value.__cause__}"
    with pytest.raises(InvalidInput, match="holds credentials") as caught:
        objects(Settings(objects=f"s3://key:{SECRET}@videos"))
    assert SECRET not in str(caught.value)
