"""The API: existing clients work unchanged, and what we add is there."""

from __future__ import annotations

import json

import pytest
from starlette.testclient import TestClient
from yente_client import Client, NotFoundError, Person, Vessel


@pytest.fixture
def yente(client: TestClient) -> Client:
    """The field's usual client, unmodified, talking to the application."""
    return Client(base_url="http://testserver", transport=_transport(client))


def _transport(client: TestClient):  # type: ignore[no-untyped-def]
    import httpx

    def send(request: httpx.Request) -> httpx.Response:
        answer = client.request(
            request.method, str(request.url), content=request.read(), headers=dict(request.headers)
        )
        return httpx.Response(answer.status_code, headers=dict(answer.headers), content=answer.content)

    return httpx.MockTransport(send)


def test_the_usual_client_matches_a_listed_person(yente: Client) -> None:
    """Name and year of birth agree: the listed person comes first, with reasons."""
    found = yente.match(Person(name=["Ri Hong Sop"], birthDate=["1940"]))
    assert found.top is not None
    assert found.top.caption == "RI HONG-SOP"
    assert found.top.match
    assert "dob" in found.top.contributing_explanations


def test_the_usual_client_finds_nobody_for_a_stranger(yente: Client) -> None:
    """An ordinary name is clear."""
    assert yente.match(Person(name=["Mario Rossi"])).matches == []


def test_another_ship_of_the_same_name_is_not_matched(yente: Client) -> None:
    """A different IMO number contradicts the name."""
    listed = yente.search("Jie Shun").results[0]
    (imo,) = listed.properties["imoNumber"]
    assert yente.match(Vessel(name=[listed.caption], imoNumber=[str(imo)])).top is not None
    other = yente.match(Vessel(name=[listed.caption], imoNumber=["9074729"]))
    assert not other.matches


def test_the_usual_client_reads_the_catalog_entities_and_health(yente: Client) -> None:
    """Every call of the client that this service can answer."""
    assert yente.healthz().status == yente.readyz().status == "ok"
    assert {item.name for item in yente.datasets().datasets} >= {"default", "un_1718"}
    assert yente.algorithms().best == "stanch"
    entity = yente.fetch(yente.search("Ri Hong Sop").results[0].id)
    assert entity.schema_ == "Person"
    assert entity.target


def test_an_unknown_entity_or_dataset_is_a_404(yente: Client, client: TestClient) -> None:
    """With what there is instead."""
    with pytest.raises(NotFoundError):
        yente.fetch("nobody-1")
    answer = client.post(
        "/match/nowhere", json={"queries": {"q": {"schema": "Person", "properties": {"name": ["x"]}}}}
    )
    assert answer.status_code == 404
    assert "un_1718" in answer.json()["detail"]


def test_a_batch_keeps_its_keys_and_an_empty_name_is_not_silently_clear(client: TestClient) -> None:
    """What cannot be screened says so."""
    queries = {
        "a": {"schema": "Person", "properties": {"name": ["김동철"]}},
        "b": {"schema": "Person", "properties": {"name": ["…"]}},
    }
    answers = client.post("/match/default", json={"queries": queries}).json()["responses"]
    assert set(answers) == {"a", "b"}
    assert answers["b"]["errors"]
    assert answers["b"]["decision"] == "review"


def test_as_of_asks_the_lists_of_another_day(client: TestClient) -> None:
    """Listed in 2009: not before."""
    query = {
        "queries": {"q": {"schema": "Person", "properties": {"name": ["Ri Hong Sop"], "birthDate": ["1940"]}}}
    }
    before = client.post("/match/default?as_of=2009-01-01", json=query).json()["responses"]["q"]
    after = client.post("/match/default?as_of=2010-01-01", json=query).json()["responses"]["q"]
    assert (before["results"], before["decision"]) == ([], "clear")
    assert after["decision"] == "hit"
    assert client.post("/match/default?as_of=yesterday", json=query).status_code == 400


def test_every_answer_is_recorded_and_replays_to_the_same_bytes(client: TestClient) -> None:
    """The log is the proof."""
    client.post(
        "/match/default",
        json={"queries": {"q": {"schema": "Person", "properties": {"name": ["Ri Hong Sop"]}}}},
    )
    entries = client.get("/log/verify").json()
    assert entries["intact"]
    assert client.post(f"/decisions/{entries['entries']}/replay").json()["same"]
    assert client.get("/decisions/999999").status_code == 404


def test_openrefine_s_calls_are_answered(client: TestClient) -> None:
    """Manifest, a batch as a form, and suggestions, as OpenRefine sends them."""
    manifest = client.get("/reconcile/default").json()
    assert "0.2" in manifest["versions"]
    queries = {
        "q0": {
            "query": "Ri Hong Sop",
            "type": "Person",
            "limit": 3,
            "properties": [{"pid": "birthDate", "v": "1940"}],
        }
    }
    found = client.post("/reconcile/default", data={"queries": json.dumps(queries)}).json()["q0"]["result"]
    assert found[0]["name"] == "RI HONG-SOP"
    assert 0 < found[0]["score"] <= 100
    assert client.get("/reconcile/default/suggest/entity", params={"prefix": "Ri Hong"}).json()["result"]
    assert (
        client.get("/reconcile/default/suggest/property", params={"prefix": "birth"}).json()["result"][0][
            "id"
        ]
        == "birthDate"
    )
    assert client.post("/reconcile/default", data={"queries": "{not json"}).status_code == 400


def test_a_check_answers_by_authority_and_a_batch_keeps_its_order(client: TestClient) -> None:
    """One bad question does not cost the others their answer."""
    coal = {
        "on": "2017-08-06",
        "activity": {"act": "procure", "goods": "anthracite", "from": "KP", "to": "CN"},
    }
    one = client.post("/check", json=coal).json()
    assert one["verdict"] == "prohibited"
    assert {layer["authority"] for layer in one["layers"]} >= {"un"}
    bad = {"on": "2017-08-06", "activity": {"act": "dance"}}
    many = client.post("/check/batch", json={"questions": [bad, coal]}).json()
    assert "error" in many["answers"][0]
    assert many["answers"][1]["verdict"] == "prohibited"


def test_rules_of_a_day_and_what_changed(client: TestClient) -> None:
    """Resolution 2375 was not there in August 2017."""
    august = client.get("/rules", params={"as_of": "2017-08-06"}).json()["provisions"]
    assert any(item["id"] == "unsc:2371:8" for item in august)
    assert not any(item["instrument"] == "unsc:2375" for item in august)
    changed = client.get("/rules/diff", params={"before": "2017-08-06", "after": "2017-09-12"}).json()[
        "changes"
    ]
    assert any(change["provision"]["instrument"] == "unsc:2375" for change in changed)
    assert client.get("/rules/unsc:9999:1").status_code == 404


@pytest.mark.parametrize(
    ("format", "start"),
    [("json", b"{"), ("html", b"<!doctype"), ("md", b"# "), ("csv", b""), ("docx", b"PK")],
)
def test_a_dossier_comes_in_every_format(client: TestClient, format: str, start: bytes) -> None:
    """The same tree each time."""
    answer = client.get(f"/dossiers/KW?format={format}")
    assert answer.status_code == 200
    assert answer.content.lower().startswith(start.lower())


def test_countries_for_programs(client: TestClient) -> None:
    """Claims with sources, the tracker, a map layer, the feed, what a measure would cut."""
    claim = client.get("/claims", params={"country": "Malaysia", "limit": 1}).json()["results"][0]
    assert claim["source"]["url"]
    assert (
        client.get("/actions", params={"region": "ASEAN", "stage": "implemented"}).json()["total"]["value"]
        > 0
    )
    points = client.get("/ties.geojson").json()["features"]
    malaysia = next(item for item in points if item["properties"]["code"] == "MY")
    east, north = malaysia["geometry"]["coordinates"]
    assert (95 < east < 120) and (0 < north < 8)
    assert client.get("/feed", params={"limit": 2}).json()["items"][0]["source"]
    cut = client.post("/whatif", json={"close": ["unsc:2371"]}).json()
    assert cut["outcome"]["baseline"] == "2017-capped"
    assert client.post("/whatif", json={"close": ["nothing"]}).status_code == 400
