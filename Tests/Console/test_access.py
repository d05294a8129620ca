"""Who gets an answer, by plain HTTP: whoever has the token of the run, at the console's own address, from its own page."""

import pytest
from driving.consoles import Console

PATHS = ["/api/run", "/api/caller", "/api/query", "/api/flow/queues", "/api/flow/events", "/api/stored", "/api/operations", "/api/nothing"]


def token(console: Console) -> str:
    return f"Bearer {console.token}"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer wrong", "wrong", "Bearer é"])
def test_without_the_token(operating: Console, path: str, given: str) -> None:
    reply = operating.request(path, **({"Authorization": given.encode().decode("latin-1")} if given else {}))
    assert reply.status == 401 and reply.body["failure"]["kind"] == "refused"


def test_with_the_token(console: Console) -> None:
    reply = console.request("/api/run", Authorization=token(console))
    assert reply.status == 200 and reply.body == {"suffix": "console", "region": "us-east-1", "operate": False}


def test_each_run_has_a_token_of_its_own(console: Console, operating: Console) -> None:
    assert len(console.token) >= 40
    assert console.request("/api/run", Authorization=token(operating)).status == 401


@pytest.mark.parametrize("host", ["evil.example", "evil.example:PORT", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:PORT", "localhost"])
@pytest.mark.parametrize("path", ["/", "/page/main.js", "/api/run"])
def test_under_another_name(console: Console, path: str, host: str) -> None:
    reply = console.request(path, Authorization=token(console), Host=host.replace("PORT", str(console.port)))
    assert reply.status == 421 and "console" not in reply.text


def test_as_localhost(console: Console) -> None:
    assert console.request("/api/run", Authorization=token(console), Host=f"localhost:{console.port}").status == 200


@pytest.mark.parametrize("headers", [
    {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:1"}, {"Origin": "https://127.0.0.1:PORT"},
    {"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"}], ids=lambda headers: next(iter(headers.values())))
def test_from_another_page(console: Console, headers: dict[str, str]) -> None:
    sent = {name: value.replace("PORT", str(console.port)) for name, value in headers.items()}
    assert console.request("/api/run", Authorization=token(console), **sent).status == 403
    assert console.request("/api/query", {"queryType": "getAccountSummary"}, Authorization=token(console), **sent).status == 403


def test_from_its_own_page(console: Console) -> None:
    assert console.request("/api/run", Authorization=token(console), Origin=console.origin, Sec_Fetch_Site="same-origin").status == 200


@pytest.mark.parametrize("path", ["/", "/page/main.js", "/page/nothing", "/api/run"])
def test_the_headers_of_every_answer(console: Console, path: str) -> None:
    headers = console.request(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "*" not in policy and "http" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store" and "Set-Cookie" not in headers


@pytest.mark.parametrize("path", ["/page/../console/guard.py", "/page/%2e%2e/console/guard.py", "/page//etc/passwd", "/requirements.txt"])
def test_no_file_but_the_pages(console: Console, path: str) -> None:
    assert console.request(path).status == 404


def test_a_console_that_reads_has_no_operations(console: Console) -> None:
    for body in (None, {"operation": "rebuildAll"}):
        assert console.request("/api/operations", body, Authorization=token(console)).status == 404


@pytest.mark.parametrize("question", [[], {}, {"queryType": 1}, {"action": "republish"}, "text"])
def test_what_is_no_question_is_not_sent(console: Console, question: object) -> None:
    reply = console.request("/api/query", question, Authorization=token(console))
    assert reply.status == 400 and reply.body["failure"]["kind"] == "refused"


@pytest.mark.parametrize("path", ["/api/flow/events?minutes=7", "/api/flow/events?next=x", "/api/flow/events?end=x", "/api/flow/lags?minutes=x7",
                                  "/api/stored?noun=table&id=x", "/api/stored?noun=account"])
def test_what_is_no_part_of_the_page_is_not_asked(console: Console, path: str) -> None:
    reply = console.request(path, Authorization=token(console))
    assert reply.status == 400 and reply.body["failure"]["kind"] == "refused"


def test_numbers_pass_as_they_are(console: Console, account: str) -> None:
    reply = console.request("/api/query", {"queryType": "reconstructState", "aggregateId": account, "upToSequence": 2}, Authorization=token(console))
    assert '"balance":999999999999999.9999' in reply.text


def test_it_listens_on_this_machine_only(console: Console) -> None:
    """By the kernel's own table: 0100007F is 127.0.0.1, 0A is LISTEN."""
    with open("/proc/net/tcp") as table:
        rows = [line.split() for line in table.readlines()[1:]]
    listening = [row[1] for row in rows if row[3] == "0A" and int(row[1].split(":")[1], 16) == console.port]
    assert listening == [f"0100007F:{console.port:04X}"]
